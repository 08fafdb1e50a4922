#include <chrono>

#include "connectors/mysql/mysql.hpp"
#include "connectors/mysql/session.hpp"

namespace dmsnode::connectors::mysql {
namespace {

// What the session had pinned for migrations is the server's again, but for the mode: literals are
// read, and values put into them, by its rules.
constexpr std::string_view kSettings =
    "SET SESSION sql_mode='STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',"
    " foreign_key_checks=DEFAULT, net_write_timeout=DEFAULT, net_read_timeout=DEFAULT,"
    " max_error_count=DEFAULT, group_concat_max_len=DEFAULT";

// A statement may take long; a stop and the keepalive of the connection end the wait.
constexpr std::chrono::seconds kReadTimeout = std::chrono::hours(24 * 30);

bool IsBinary(const MYSQL_FIELD& field) {
    if (field.charsetnr != kBinaryCharset) return false;
    switch (field.type) {
        case MYSQL_TYPE_TINY_BLOB:
        case MYSQL_TYPE_MEDIUM_BLOB:
        case MYSQL_TYPE_LONG_BLOB:
        case MYSQL_TYPE_BLOB:
        case MYSQL_TYPE_VAR_STRING:
        case MYSQL_TYPE_STRING: return true;
        default: return false;
    }
}

std::string Hexadecimal(std::string_view bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text = "0x";
    for (const char c : bytes) {
        text += kDigits[static_cast<unsigned char>(c) >> 4U];
        text += kDigits[static_cast<unsigned char>(c) & 15U];
    }
    return text;
}

class MysqlQuery final : public QuerySession {
public:
    explicit MysqlQuery(std::unique_ptr<Session> session) : session_(std::move(session)) {}

    Result<QueryResult> Run(std::string_view sql, std::size_t max_rows,
                            const std::stop_token& stop) override {
        if (stop.stop_requested()) return Stopped();
        // The end of the scope waits for the callback: it cannot hit a later statement.
        const std::stop_callback on_stop(stop, [this] {
            if (!session_->Kill(false)) session_->Interrupt();
        });
        Result<QueryResult> result = Execute(sql, max_rows);
        if (!result && stop.stop_requested()) return Stopped();
        return result;
    }

private:
    static Error Stopped() { return {ErrorCode::kCancelled, "stopped on request"}; }

    /// A remedy for migrations is none for a user's statement.
    Error Failure() const {
        Error error = session_->LastError();
        if (error.code == ErrorCode::kInternal) error.code = ErrorCode::kInvalidArgument;
        if (error.code == ErrorCode::kInvalidArgument || error.code == ErrorCode::kNotFound) {
            error.hint.clear();
        }
        return error;
    }

    Result<QueryResult> Execute(std::string_view sql, std::size_t max_rows) {
        MYSQL* mysql = session_->Raw();
        if (mysql_real_query(mysql, sql.data(), sql.size()) != 0) return Failure();
        QueryResult result;
        // A CALL gives one result for each SELECT in it, and a last one: the last with rows counts.
        for (int next = 0; next == 0; next = mysql_next_result(mysql)) {
            const Handle<MYSQL_RES, mysql_free_result> rows(mysql_use_result(mysql));
            if (rows) {
                QueryResult with_rows;
                if (Status read = Read(rows.get(), max_rows, with_rows); !read) return read.error();
                result = std::move(with_rows);
            } else if (mysql_field_count(mysql) != 0) {
                return Failure();
            } else {
                result.affected = static_cast<std::int64_t>(mysql_affected_rows(mysql));
            }
        }
        if (mysql_errno(mysql) != 0) return Failure();
        return result;
    }

    Status Read(MYSQL_RES* rows, std::size_t max_rows, QueryResult& result) {
        const unsigned columns = mysql_num_fields(rows);
        const MYSQL_FIELD* fields = mysql_fetch_fields(rows);
        for (unsigned i = 0; i < columns; ++i) {
            result.columns.emplace_back(fields[i].name, fields[i].name_length);
        }
        while (char** cells = mysql_fetch_row(rows)) {
            if (!result.WantsRow(max_rows)) {
                ++result.row_count;
                continue;
            }
            const unsigned long* lengths = mysql_fetch_lengths(rows);
            QueryResult::Row row(columns);
            for (unsigned i = 0; i < columns; ++i) {
                if (cells[i] == nullptr) continue;
                const std::string_view bytes(cells[i], lengths[i]);
                row[i] = IsBinary(fields[i]) ? Hexadecimal(bytes) : std::string(bytes);
            }
            result.AddRow(std::move(row));
        }
        if (mysql_errno(session_->Raw()) != 0) return Failure();
        return {};
    }

    std::unique_ptr<Session> session_;
};

}  // namespace

Result<std::unique_ptr<QuerySession>> OpenQuery(const Endpoint& endpoint, LogSink&) {
    Result<std::unique_ptr<Session>> session =
        Session::Open(endpoint, {.read_timeout = kReadTimeout, .local_infile = false});
    if (!session) return session.error();
    if (Status set = (*session)->Execute(kSettings); !set) return set.error();
    return std::unique_ptr<QuerySession>(new MysqlQuery(*std::move(session)));
}

}  // namespace dmsnode::connectors::mysql
