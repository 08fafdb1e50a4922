#include <fmt/format.h>

#include <charconv>

#include "api/log_text.hpp"
#include "api/resources/resources.hpp"
#include "api/resources/runs.hpp"
#include "api/run_streams.hpp"
#include "api/run_words.hpp"

namespace dmsnode::api {
namespace {

namespace rows = store::scheduler;

constexpr std::string_view kAll = "/projects/{projectCode}/instances/{instanceCode}/attempts";

Json WriteAttempt(const rows::Attempt& row) {
    Json json{{"code", CodeText(row.id)},
              {"task", row.task},
              {"taskName", row.task_name},
              {"taskType", row.task_type},
              {"number", row.number},
              {"runNumber", row.run_number},
              {"state", row.state},
              {"result", ShownResult(row.end.result)},
              {"message", row.end.message},
              {"hint", row.end.hint},
              {"fault", row.end.fault},
              {"attention", row.end.attention},
              {"workerGroup", row.worker_group},
              {"worker", row.owner},
              {"losses", row.losses},
              {"queued", FormatIso8601(row.queued)}};
    if (row.started) json["started"] = FormatIso8601(*row.started);
    if (row.ended) json["ended"] = FormatIso8601(*row.ended);
    if (row.end.outputs) json["outputs"] = JsonOf(*row.end.outputs);
    if (row.end.reused) json["reusedCode"] = CodeText(*row.end.reused);
    if (row.progress) json["progress"] = JsonOf(*row.progress);
    if (Json task = DmsTaskOf(row.reference); !task.is_null()) json["dmsTask"] = std::move(task);
    return json;
}

Schema AttemptSchema() {
    const Schema text = Schema::String();
    return Schema::Object(
        {Required("code", Schema::Code()),
         Required("task", Schema::Integer()),
         Required("taskName", text),
         Required("taskType", text),
         Required("number", Schema::Integer().Describe("from 1, over all runs of the node")),
         Required("runNumber", Schema::Integer().Describe("the instance's")),
         Required("state", Schema::Enum({"queued", "running", "lost", "ended"})),
         Required("result", text.Describe("success, failure, killed; empty before its end")),
         Required("message", text),
         Required("hint", text),
         Required("fault", text),
         Required("attention", Schema::Boolean().Describe("a person should look")),
         Required("workerGroup", text),
         Required("worker", text),
         Required("losses", Schema::Integer().Describe("how often its worker died")),
         Required("queued", Schema::Time()),
         Optional("started", Schema::Time()),
         Optional("ended", Schema::Time()),
         Optional("outputs", Schema::Map(text)),
         Optional("reusedCode", Schema::Code().Describe("the attempt whose result was taken")),
         Optional("progress", Schema::Any().Describe("what its task kind shows")),
         Optional("dmsTask", Schema::Ref("DmsTask"))});
}

Result<Answer> ListAttempts(const ApiParts& on, const Call& call) {
    const auto instance = InstanceOf(on, call);
    if (!instance) return instance.error();
    auto attempts =
        on.database.Read([&](store::Connection& db) { return rows::AttemptsOf(db, instance->id); });
    if (!attempts) return attempts.error();
    if (const std::string task = call.query.value("taskName", ""); !task.empty()) {
        std::erase_if(*attempts, [&](const rows::Attempt& row) { return row.task_name != task; });
    }
    const Page page = call.page();
    if (const auto after = ReadCode(page.after)) {
        const auto last = std::ranges::find(*attempts, *after, &rows::Attempt::id);
        if (last != attempts->end()) attempts->erase(attempts->begin(), last + 1);
    }
    return Ok(MakePage(*attempts, page, WriteAttempt,
                       [](const rows::Attempt& row) { return std::to_string(row.id); }));
}

Result<Answer> ReadLog(const ApiParts& on, const Call& call) {
    const auto attempt = AttemptOf(on, call);
    if (!attempt) return attempt.error();
    const auto offset = call.query["offset"].get<std::uint64_t>();
    LogPiece piece{.text = {}, .next = offset, .size = 0};
    if (!attempt->log_path.empty()) {
        auto read = ReadLogPiece(attempt->log_path, offset, call.query["limit"].get<std::size_t>());
        if (!read && read.error().code == ErrorCode::kNotFound) {
            return Error{ErrorCode::kNotFound, "this server does not have the log"}.Hint(
                fmt::format("it lies on the machine of the worker that ran the attempt, as {}",
                            attempt->log_path));
        }
        if (!read) return read.error();
        piece = *std::move(read);
    }
    return Ok({{"text", std::move(piece.text)},
               {"offset", offset},
               {"next", piece.next},
               {"size", piece.size},
               {"ended", attempt->state == rows::attempt_state::kEnded}});
}

Result<Answer> FollowLog(const ApiParts& on, const Call& call) {
    const auto attempt = AttemptOf(on, call);
    if (!attempt) return attempt.error();
    auto offset = call.query["offset"].get<std::uint64_t>();
    // A client that was cut off names where it was.
    std::from_chars(call.last_event.data(), call.last_event.data() + call.last_event.size(),
                    offset);
    return Stream(on.streams.FollowLog(attempt->id, offset, MayStillRead(on, call)));
}

}  // namespace

void AddAttemptRoutes(RouteTable& table, const ApiParts& parts) {
    table.components.emplace("Attempt", AttemptSchema());
    const QueryParameter offset{.name = "offset",
                                .schema = Schema::Integer().Range(0, 1LL << 50).Default(0),
                                .description = "first byte of the log"};
    table.Add({.method = "GET",
               .path = std::string(kAll),
               .operation = "listAttempts",
               .tag = "runs",
               .summary = "The attempts of an instance's nodes, in the order of their queueing",
               .right = Right::kProjectRead,
               .query = PageQuery({{.name = "taskName",
                                    .schema = Schema::String().Length(1, 255),
                                    .description = "only those of this node"}}),
               .reply = PageOf(Schema::Ref("Attempt")),
               .handle = On(parts, ListAttempts)});
    table.Add({.method = "GET",
               .path = std::string(kAll) + "/{attemptCode}",
               .operation = "getAttempt",
               .tag = "runs",
               .summary = "One attempt",
               .right = Right::kProjectRead,
               .reply = Schema::Ref("Attempt"),
               .handle = [parts](const Call& call) -> Result<Answer> {
                   const auto row = AttemptOf(parts, call);
                   if (!row) return row.error();
                   return Ok(WriteAttempt(*row));
               }});
    table.Add({.method = "GET",
               .path = std::string(kAll) + "/{attemptCode}/log",
               .operation = "getAttemptLog",
               .tag = "runs",
               .summary = "A piece of an attempt's log: whole lines, from an offset on",
               .right = Right::kProjectRead,
               .query = {offset,
                         {.name = "limit",
                          .schema = Schema::Integer().Range(1, 1 << 20).Default(65536),
                          .description = "how many bytes at most"}},
               .reply = Schema::Object(
                   {Required("text", Schema::String().Length(0, 4 << 20)),
                    Required("offset", Schema::Integer()),
                    Required("next", Schema::Integer().Describe("the offset of the next piece")),
                    Required("size", Schema::Integer().Describe("of the log as it is now")),
                    Required("ended", Schema::Boolean().Describe("nothing is added any more"))}),
               .handle = On(parts, ReadLog)});
    table.Add({.method = "GET",
               .path = std::string(kAll) + "/{attemptCode}/log/stream",
               .operation = "followAttemptLog",
               .tag = "runs",
               .summary = "An attempt's log as events `log`, until `end`; goes on after "
                          "Last-Event-ID",
               .right = Right::kProjectRead,
               .query = {offset},
               .reply_type = "text/event-stream",
               .handle = On(parts, FollowLog)});
}

}  // namespace dmsnode::api
