#include "connectors/mysql/reader.hpp"

#include "connectors/mysql/filters.hpp"

namespace dmsnode::connectors::mysql {
namespace {

constexpr unsigned char kEndOfRows = 0xFE;  // a row of the binary protocol starts with 0
constexpr unsigned long kPacketError = packet_error;

using Statement = Handle<MYSQL_STMT, mysql_stmt_close>;

WireKind KindOf(enum_field_types type) {
    switch (type) {
        case MYSQL_TYPE_TINY: return WireKind::kInt8;
        case MYSQL_TYPE_SHORT:
        case MYSQL_TYPE_YEAR: return WireKind::kInt16;
        case MYSQL_TYPE_INT24:
        case MYSQL_TYPE_LONG: return WireKind::kInt32;
        case MYSQL_TYPE_LONGLONG: return WireKind::kInt64;
        case MYSQL_TYPE_FLOAT: return WireKind::kFloat32;
        case MYSQL_TYPE_DOUBLE: return WireKind::kFloat64;
        case MYSQL_TYPE_DATE:
        case MYSQL_TYPE_NEWDATE:
        case MYSQL_TYPE_DATETIME:
        case MYSQL_TYPE_DATETIME2:
        case MYSQL_TYPE_TIMESTAMP:
        case MYSQL_TYPE_TIMESTAMP2: return WireKind::kDate;
        case MYSQL_TYPE_TIME:
        case MYSQL_TYPE_TIME2: return WireKind::kTime;
        default: return WireKind::kText;
    }
}

WireColumn Describe(const MYSQL_FIELD& field) {
    WireColumn wire;
    wire.kind = KindOf(field.type);
    wire.is_unsigned = (field.flags & UNSIGNED_FLAG) != 0;
    wire.is_year = field.type == MYSQL_TYPE_YEAR;
    wire.is_decimal = field.type == MYSQL_TYPE_NEWDECIMAL || field.type == MYSQL_TYPE_DECIMAL;
    wire.is_bits = field.type == MYSQL_TYPE_BIT;
    wire.is_binary = field.charsetnr == kBinaryCharset;
    wire.is_key = (field.flags & PRI_KEY_FLAG) != 0;
    return wire;
}

class TableReader final : public Reader {
public:
    TableReader(TableId table, std::unique_ptr<Session> session, Statement statement,
                RowDecoder decoder, ReturnSession give_back)
        : table_(std::move(table)),
          session_(std::move(session)),
          statement_(std::move(statement)),
          decoder_(std::move(decoder)),
          give_back_(std::move(give_back)) {}
    ~TableReader() override;

    Result<bool> Next(RowBatch& batch, std::size_t max_bytes, std::int64_t max_rows) override;
    std::int64_t changed_values() const override { return decoder_.changed_values(); }
    void Cancel() override { session_->Interrupt(); }

private:
    Status Start();
    Result<bool> Fetch(RowAppender& out);
    bool Drain();

    TableId table_;
    std::unique_ptr<Session> session_;
    Statement statement_;
    RowDecoder decoder_;
    ReturnSession give_back_;
    bool started_ = false;
    bool more_ = true;
    bool broken_ = false;
};

// Not when the reader is opened: a query may take long to its first row, and only a reader can be
// cancelled.
Status TableReader::Start() {
    if (started_) return {};
    started_ = true;
    if (mysql_stmt_execute(statement_.get()) == 0) return {};
    more_ = false;
    broken_ = true;
    return session_->LastError(statement_.get()).At(table_.ToString());
}

Result<bool> TableReader::Next(RowBatch& batch, std::size_t max_bytes, std::int64_t max_rows) {
    if (Status started = Start(); !started) return started.error();
    RowAppender out(batch);
    while (more_ && batch.bytes.size() < max_bytes && batch.rows < max_rows) {
        const Result<bool> row = Fetch(out);
        if (!row) return row.error();
        if (!*row) break;
    }
    return more_;
}

// The statement was executed without a cursor, so the rows follow as packets. They are read with
// the library's documented packet function instead of mysql_stmt_fetch: that one copies each cell
// into bind buffers, and tells neither callbacks nor us where the packet ends.
Result<bool> TableReader::Fetch(RowAppender& out) {
    MYSQL* mysql = session_->Raw();
    const unsigned long size = mysql_net_read_packet(mysql);
    if (size == kPacketError) {
        more_ = false;
        broken_ = true;
        return session_->LastError().At(table_.ToString());
    }
    const unsigned char* packet = mysql->net.read_pos;
    if (packet[0] == kEndOfRows) {
        more_ = false;
        statement_->state = MYSQL_STMT_FETCH_DONE;
        mysql->status = MYSQL_STATUS_READY;
        return false;
    }
    if (Status row = decoder_.Decode({packet, size}, out); !row) return row.error();
    return true;
}

/// Ends an unfinished result, so that the session and its snapshot serve the next table.
bool TableReader::Drain() {
    MYSQL* mysql = session_->Raw();
    if (!session_->Kill(false)) return false;
    for (;;) {  // what the server had sent before; bounded by the socket's buffers
        const unsigned long size = mysql_net_read_packet(mysql);
        const bool failed = size == kPacketError;
        const bool end = !failed && mysql->net.read_pos[0] == kEndOfRows;
        if (!failed && !end) continue;
        statement_->state = MYSQL_STMT_FETCH_DONE;
        mysql->status = MYSQL_STATUS_READY;
        break;
    }
    statement_.reset();
    // The kill may have come after the last row: it then ends the next statement, which is this.
    return session_->Execute("DO 0").has_value() || session_->Execute("DO 0").has_value();
}

TableReader::~TableReader() {
    bool usable = !broken_ && !session_->IsInterrupted();
    if (usable && started_ && more_) usable = Drain();
    if (!usable && session_->IsInterrupted()) {
        // The server would notice only at its next write: a filter without matches runs on. The
        // failure of this is no news: the connection is being given up anyway.
        static_cast<void>(session_->Kill(true));
    }
    if (!usable) {  // closing must not wait for rows
        statement_->state = MYSQL_STMT_FETCH_DONE;
        session_->Raw()->status = MYSQL_STATUS_READY;
        session_->Interrupt();
    }
    statement_.reset();
    give_back_(std::move(session_), usable);
}

Result<RowDecoder> PlanRows(Session& session, MYSQL_STMT* statement, const ReadPlan& plan) {
    const Handle<MYSQL_RES, mysql_free_result> metadata(mysql_stmt_result_metadata(statement));
    if (!metadata) return session.LastError(statement);
    if (mysql_num_fields(metadata.get()) != plan.columns.size()) {
        return Error{ErrorCode::kProtocol, "the server describes another number of columns"}.At(
            plan.table.ToString());
    }
    std::vector<WireColumn> wire;
    wire.reserve(plan.columns.size());
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        wire.push_back(
            Describe(*mysql_fetch_field_direct(metadata.get(), static_cast<unsigned>(i))));
    }
    return RowDecoder::Make(plan.table, std::move(wire), plan.columns, plan.policy);
}

struct Prepared {
    Statement statement;
    RowDecoder decoder;
};

Result<Prepared> Prepare(Session& session, const ReadPlan& plan) {
    if (plan.columns.empty()) {
        return Error{ErrorCode::kInvalidArgument, "no column is left to read"}.At(
            plan.table.ToString());
    }
    const Result<std::string> sql = RenderSelect(plan);
    if (!sql) return sql.error();
    Statement statement(mysql_stmt_init(session.Raw()));
    if (!statement) return Error{ErrorCode::kResourceExhausted, "out of memory for a statement"};
    const auto fail = [&] { return session.LastError(statement.get()).At(plan.table.ToString()); };
    if (mysql_stmt_prepare(statement.get(), sql->data(), sql->size()) != 0) return fail();
    Result<RowDecoder> decoder = PlanRows(session, statement.get(), plan);
    if (!decoder) return decoder.error();
    return Prepared{std::move(statement), *std::move(decoder)};
}

}  // namespace

Result<std::unique_ptr<Reader>> OpenTableReader(std::unique_ptr<Session> session,
                                                const ReadPlan& plan, ReturnSession give_back) {
    Result<Prepared> prepared = Prepare(*session, plan);
    if (!prepared) {
        Error error = std::move(prepared.error());
        const bool usable = !error.IsTransient() && error.code != ErrorCode::kCancelled;
        give_back(std::move(session), usable);
        return error;
    }
    return std::make_unique<TableReader>(plan.table, std::move(session),
                                         std::move(prepared->statement),
                                         std::move(prepared->decoder), std::move(give_back));
}

}  // namespace dmsnode::connectors::mysql
