#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

/// What differs between SQLite and PostgreSQL, and nothing else.
namespace dmsnode::store {

/// The columns of one row. Lifetime: one step of a query.
class Cells {
public:
    virtual ~Cells() = default;
    virtual bool IsNull(int column) const = 0;
    virtual std::int64_t Int(int column) const = 0;  ///< 0 for NULL and for what is no number.
    virtual double Real(int column) const = 0;
    virtual std::string Text(int column) const = 0;
};

/// One connection of either kind. Threads: one at a time. Errors: as Connection.
class Backend {
public:
    virtual ~Backend() = default;

    /// Makes a connection usable that was lost since it was last used.
    virtual Status Revive() = 0;
    /// Runs one statement. Returns how many rows it changed.
    virtual Result<std::int64_t> Execute(std::string_view sql, const std::vector<Param>& params,
                                         const Connection::EachRow& each) = 0;
    virtual Status Script(std::string_view sql) = 0;
    virtual Status Begin() = 0;
    virtual Status Commit() = 0;
    virtual void Rollback() = 0;
    /// Inside a transaction: waits until no other process changes the schema.
    virtual Status LockSchema() = 0;
    virtual std::string_view SkipLocked() const = 0;
    virtual std::string_view ForUpdate() const = 0;
    virtual const std::string& place() const = 0;
};

/// The statement on one line, cut to what an operator needs to find it. It holds no values: those
/// are bound.
std::string ShortenSql(std::string_view sql);

}  // namespace dmsnode::store
