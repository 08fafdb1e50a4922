#pragma once

#include <set>
#include <string>

#include "base/result.hpp"
#include "connectors/connector.hpp"

/// How columns of other engines, and of our own, are kept here. Pure.
namespace dmsnode::connectors::mysql {

/// What a target server can do, as far as types depend on it.
struct TargetServer {
    bool is_mariadb = true;
    int version = 101100;              ///< 101119 for 10.11.19
    std::set<std::string> collations;  ///< Empty: not known, all are assumed.

    bool HasUuid() const { return is_mariadb && version >= 100700; }
    bool HasInet4() const { return is_mariadb && version >= 101000; }
    bool HasInet6() const { return is_mariadb && version >= 100500; }
    /// Text and blob columns may have a literal default (else only an expression in parentheses).
    bool HasTextDefaults() const { return is_mariadb && version >= 100201; }
    bool HasExpressionDefaults() const { return is_mariadb ? version >= 100201 : version >= 80013; }
    /// UNIQUE over whole texts of any length.
    bool HasLongUnique() const { return is_mariadb && version >= 100400; }
    bool HasExpressionIndexes() const { return !is_mariadb && version >= 80013; }
    bool HasCollation(const std::string& name) const {
        return collations.empty() || collations.contains(name);
    }
    /// For texts from engines whose keys tell `a`, `A`, `á` and `a ` apart: binary order, trailing
    /// spaces count where the server can.
    std::string ExactCollation() const;
};

inline bool IsSameFamily(Engine source) {
    return source == Engine::kMysql || source == Engine::kMariadb;
}

/// Errors: kUnsupported for a type that has no equal here.
Result<MappedColumn> MapColumnTo(const TargetServer& server, Engine source, const Column& column);

}  // namespace dmsnode::connectors::mysql
