#include "store/catalog_workflows.hpp"

#include "base/ids.hpp"
#include "base/json.hpp"
#include "store/impl/catalog_changes.hpp"

namespace dmsnode::store::catalog {
namespace {

Workflow ReadWorkflow(const Row& row) {
    return {.code = row.Int(0),
            .project = row.Int(1),
            .name = row.Text(2),
            .description = row.Text(3),
            .release_state = ParseReleaseState(row.Text(4)).value_or(ReleaseState::kOffline),
            .version = row.Int(5),
            .revision = row.Int(6),
            .created = row.Time(7),
            .updated = row.Time(8)};
}

Result<Json> ParseDocument(const std::string& document) {
    Result<Json> json = ParseJson(document, {.max_bytes = kMostDocumentBytes});
    if (!json) return Error(json.error()).Because("the document of the workflow definition");
    return json;
}

Status CheckContent(const WorkflowContent& content) {
    if (Status good = CheckLabel(kWorkflow, content.name, content.description); !good) return good;
    if (Status good = CheckText("author", content.author, kMostNameBytes); !good) return good;
    // As text, since PostgreSQL refuses a zero byte; as JSON below.
    Status good = CheckText("document", content.document, kMostDocumentBytes);
    if (!good) return good;
    return CheckText("rest of the imported file", content.extra, kMostDocumentBytes);
}

/// As JSON, so that neither blanks nor the order of members make a version.
Result<bool> IsSameDocument(const std::string& stored, const std::string& given) {
    Result<Json> mine = ParseDocument(given);
    if (!mine) return mine.error();
    if (stored == given) return true;
    Result<Json> theirs = ParseDocument(stored);
    if (!theirs) return theirs.error();
    return *mine == *theirs;
}

/// The workflow, held for this transaction. Errors: kNotFound, kConflict.
Result<Workflow> Hold(Connection& db, std::int64_t code, std::int64_t based_on) {
    auto workflow = db.One(
        fmt::format("SELECT code, project, name, description, release_state, version, revision, "
                    "created, updated FROM catalog_workflow WHERE code = ? AND revision = ?{}",
                    db.ForUpdate()),
        {code, based_on}, ReadWorkflow);
    if (!workflow) return workflow.error();
    if (!*workflow) return WhyNot(db, kWorkflow, code, std::to_string(code), based_on);
    return **std::move(workflow);
}

Status InsertVersion(Connection& db, const WorkflowVersion& version) {
    auto done = db.Run(
        "INSERT INTO catalog_workflow_version(workflow, version, author, restored_from, size, "
        "created, document, extra) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        {version.workflow, version.version, version.author, version.restored_from,
         version.document.size(), version.created, version.document, version.extra});
    if (!done) return done.error();
    return {};
}

/// `held` is the row as it is, `content` what it becomes.
Result<Workflow> Save(Connection& db, const Workflow& held, const WorkflowContent& content,
                      std::optional<std::int64_t> restored_from, TimePoint now) {
    auto current = FindWorkflowVersion(db, held.code, held.version);
    if (!current) return current.error();
    Result<bool> same = IsSameDocument(*current ? (*current)->document : "", content.document);
    if (!same) return same.error();
    const bool relabelled = content.name != held.name || content.description != held.description;
    if (*same && !relabelled) return held;
    const std::int64_t version = *same ? held.version : held.version + 1;
    if (!*same) {
        const bool inherits = content.extra.empty() && *current;
        Status saved = InsertVersion(db, {.workflow = held.code,
                                          .version = version,
                                          .author = content.author,
                                          .restored_from = restored_from,
                                          .size = 0,
                                          .created = now,
                                          .document = content.document,
                                          .extra = inherits ? (*current)->extra : content.extra});
        if (!saved) return saved.error();
    }
    return UpdateOne(
        db,
        "UPDATE catalog_workflow SET name = ?3, description = ?4, version = ?5, updated = ?6, "
        "revision = revision + 1 WHERE code = ?1 AND revision = ?2 "
        "RETURNING code, project, name, description, release_state, version, revision, created, "
        "updated",
        {held.code, held.revision, content.name, content.description, version, now}, ReadWorkflow,
        kWorkflow, held.code, held.revision, content.name);
}

}  // namespace

std::string_view Word(ReleaseState state) {
    switch (state) {
        case ReleaseState::kOffline: return "OFFLINE";
        case ReleaseState::kOnline: return "ONLINE";
    }
    return "OFFLINE";
}

std::optional<ReleaseState> ParseReleaseState(std::string_view word) {
    if (word == "OFFLINE") return ReleaseState::kOffline;
    if (word == "ONLINE") return ReleaseState::kOnline;
    return std::nullopt;
}

Result<Workflow> CreateWorkflow(Connection& db, std::int64_t project,
                                const WorkflowContent& content, TimePoint now) {
    if (Status good = CheckContent(content); !good) return good.error();
    if (Result<Json> json = ParseDocument(content.document); !json) return json.error();
    auto created = InsertOne(
        db,
        "INSERT INTO catalog_workflow(code, project, name, description, release_state, version, "
        "revision, created, updated) VALUES(?1, ?2, ?3, ?4, 'OFFLINE', 1, 1, ?5, ?5) "
        "ON CONFLICT DO NOTHING RETURNING code, project, name, description, release_state, "
        "version, revision, created, updated",
        {NewCode(), project, content.name, content.description, now}, ReadWorkflow, kWorkflow,
        content.name, NotFound(kProject, std::to_string(project)));
    if (!created) return created;
    Status saved = InsertVersion(db, {.workflow = created->code,
                                      .version = 1,
                                      .author = content.author,
                                      .restored_from = {},
                                      .size = 0,
                                      .created = now,
                                      .document = content.document,
                                      .extra = content.extra});
    if (!saved) return saved.error();
    return created;
}

Result<Workflow> SaveWorkflow(Connection& db, std::int64_t code, const WorkflowContent& content,
                              std::int64_t based_on, TimePoint now) {
    if (Status good = CheckContent(content); !good) return good.error();
    Result<Workflow> held = Hold(db, code, based_on);
    if (!held) return held;
    return Save(db, *held, content, {}, now);
}

Result<Workflow> RestoreWorkflow(Connection& db, std::int64_t code, std::int64_t version,
                                 const std::string& author, std::int64_t based_on, TimePoint now) {
    if (Status good = CheckText("author", author, kMostNameBytes); !good) return good.error();
    Result<Workflow> held = Hold(db, code, based_on);
    if (!held) return held;
    auto old = FindWorkflowVersion(db, code, version);
    if (!old) return old.error();
    if (!*old) {
        return Error{ErrorCode::kNotFound,
                     fmt::format("the workflow definition {} has no version {}", code, version)};
    }
    const WorkflowContent content{.name = held->name,
                                  .description = held->description,
                                  .document = std::move((*old)->document),
                                  .author = author,
                                  .extra = std::move((*old)->extra)};
    return Save(db, *held, content, version, now);
}

Result<Workflow> SetReleaseState(Connection& db, std::int64_t code, ReleaseState state,
                                 std::int64_t based_on, TimePoint now) {
    auto workflow = UpdateOne(
        db,
        "UPDATE catalog_workflow SET release_state = ?3, updated = ?4, revision = revision + 1 "
        "WHERE code = ?1 AND revision = ?2 RETURNING code, project, name, description, "
        "release_state, version, revision, created, updated",
        {code, based_on, Word(state), now}, ReadWorkflow, kWorkflow, code, based_on, "");
    if (!workflow || state == ReleaseState::kOnline) return workflow;
    auto stopped = db.Run(
        "UPDATE catalog_schedule SET online = 0, next_fire = NULL, updated = ?2, "
        "revision = revision + 1 WHERE workflow = ?1 AND online = 1",
        {code, now});
    if (!stopped) return stopped.error();
    return workflow;
}

Status DeleteWorkflow(Connection& db, std::int64_t code, std::int64_t based_on) {
    Result<Workflow> held = Hold(db, code, based_on);
    if (!held) return held.error();
    if (held->release_state == ReleaseState::kOnline) {
        return Error{ErrorCode::kConflict,
                     fmt::format("the workflow definition \"{}\" is online", held->name)}
            .Hint("take it offline first");
    }
    return DeleteOne(db, kWorkflow, code, based_on);
}

Result<std::optional<Workflow>> FindWorkflow(Connection& db, std::int64_t code) {
    return db.One(
        "SELECT code, project, name, description, release_state, version, revision, created, "
        "updated FROM catalog_workflow WHERE code = ?",
        {code}, ReadWorkflow);
}

Result<std::optional<Workflow>> FindWorkflowByName(Connection& db, std::int64_t project,
                                                   const std::string& name) {
    return db.One(
        "SELECT code, project, name, description, release_state, version, revision, created, "
        "updated FROM catalog_workflow WHERE project = ? AND name = ?",
        {project, name}, ReadWorkflow);
}

Result<std::vector<Workflow>> ListWorkflows(Connection& db, std::int64_t project,
                                            std::optional<ReleaseState> state, const Page& page) {
    std::optional<std::string_view> word;
    if (state) word = Word(*state);
    return db.All(
        "SELECT code, project, name, description, release_state, version, revision, created, "
        "updated FROM catalog_workflow WHERE project = ?1 AND name > ?2 "
        "AND (?3 IS NULL OR release_state = ?3) "
        "AND (?4 IS NULL OR lower(name) LIKE ?4 ESCAPE '!') ORDER BY name LIMIT ?5",
        {project, page.after, word, Containing(page.contains), LimitOf(page.limit)}, ReadWorkflow);
}

}  // namespace dmsnode::store::catalog
