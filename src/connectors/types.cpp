#include "connectors/types.hpp"

namespace dmsnode::connectors {

std::string_view EngineName(Engine engine) {
    switch (engine) {
        case Engine::kPostgres: return "postgres";
        case Engine::kMysql: return "mysql";
        case Engine::kMariadb: return "mariadb";
        case Engine::kSqlite: return "sqlite";
    }
    return "postgres";
}

std::optional<Engine> ParseEngine(std::string_view name) {
    if (name == "postgres" || name == "aurora-postgresql") return Engine::kPostgres;
    if (name == "mysql" || name == "aurora") return Engine::kMysql;
    if (name == "mariadb") return Engine::kMariadb;
    if (name == "sqlite") return Engine::kSqlite;
    return std::nullopt;
}

}  // namespace dmsnode::connectors
