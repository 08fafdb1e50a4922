#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/files.hpp"
#include "contract/connector_contract.hpp"
#include "contract/type_matrix.hpp"
#include "migration/compare.hpp"
#include "support/source_tree.hpp"

/// Loads every type of every engine into every engine, compares all values, and checks that
/// docs/types.md says what arrives. DMSNODE_UPDATE_DOCS=1 writes the page anew.
namespace dmsnode::migration {
namespace {

using connectors::Engine;
using contract::TestEngine;
using contract::TypeCase;

std::string Title(Engine engine) {
    return engine == Engine::kPostgres ? "PostgreSQL"
           : engine == Engine::kSqlite ? "SQLite"
                                       : "MariaDB and MySQL";
}

std::string TableName(std::size_t number) {
    return fmt::format("t{:02}", number);
}

void FillSource(TestEngine& source) {
    if (source.engine() == Engine::kPostgres) {
        source.Run("CREATE TYPE mood AS ENUM ('sad', 'so so', 'happy')");
        source.Run("CREATE DOMAIN positive AS bigint CHECK (VALUE > 0)");
    }
    const auto& cases = contract::TypeCases(source.engine());
    for (std::size_t i = 0; i < cases.size(); ++i) {
        source.Run(fmt::format("CREATE TABLE {} (id int PRIMARY KEY, v {} NULL)",
                               source.In(TableName(i)), cases[i].type));
        std::string rows = "(0, NULL)";
        for (std::size_t row = 0; row < cases[i].values.size(); ++row) {
            rows += fmt::format(", ({}, {})", row + 1, cases[i].values[row]);
        }
        source.Run(fmt::format("INSERT INTO {} VALUES {}", source.In(TableName(i)), rows));
    }
}

/// SQL that shows the column `v` as text.
std::string Shown(Engine engine, const std::string& type) {
    if (engine == Engine::kPostgres) return "v::text";
    if (engine == Engine::kSqlite) {
        return "CASE typeof(v) WHEN 'blob' THEN 'x''' || hex(v) || '''' ELSE CAST(v AS TEXT) END";
    }
    if (type.find("blob") != std::string::npos || type.find("binary") != std::string::npos ||
        type == "point") {
        return "concat('x''', hex(v), '''')";
    }
    if (type.starts_with("bit")) return "concat('b''', bin(v), '''')";
    return "cast(v AS char)";
}

std::string Show(TestEngine& engine, const std::string& table, const std::string& type) {
    std::string text = engine.Query(fmt::format("SELECT {} FROM {} WHERE id = 1",
                                                Shown(engine.engine(), type), engine.In(table)));
    if (text.size() > 60) text = text.substr(0, 57) + "…";
    std::string escaped;
    for (const char c : text) {
        if (c == '|') escaped += '\\';
        if (c == '\n') {
            escaped += "\\n";
        } else if (c == '\t') {
            escaped += "\\t";
        } else {
            escaped += c;
        }
    }
    // A code span must not end in a space.
    return escaped.empty() || escaped.back() == ' ' ? "`" + escaped + "·`" : "`" + escaped + "`";
}

std::vector<std::string> NativeTypes(TestEngine& target, std::size_t tables) {
    NullLog log;
    auto source = contract::RealFactory().OpenSource(target.endpoint(), log);
    std::vector<std::string> types;
    for (std::size_t i = 0; i < tables; ++i) {
        auto described = (*source)->DescribeTables({{target.schema(), TableName(i)}});
        types.push_back(described ? described->front().columns.back().type.native : "–");
    }
    return types;
}

class TypesContract : public ::testing::TestWithParam<Engine> {};

TEST_P(TypesContract, EveryTypeArrivesEverywhereAsThePageSays) {
    const auto source = contract::MakeEngine(GetParam());
    FillSource(*source);
    const auto& cases = contract::TypeCases(source->engine());
    std::string head = "| source type | value |";
    std::string line = "|---|---|";
    std::vector<std::string> rows;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        rows.push_back(fmt::format("| {} | {} |", cases[i].type.empty() ? "(none)" : cases[i].type,
                                   Show(*source, TableName(i), cases[i].type)));
    }
    for (const Engine target_engine : contract::kEngines) {
        SCOPED_TRACE(Title(target_engine));
        const auto target = contract::MakeEngine(target_engine);
        const TaskSpec spec = contract::SpecFor(*source, *target);
        const auto loaded = contract::Load(spec);
        ASSERT_FALSE(loaded->outcome.failure) << loaded->outcome.failure->ToString();
        contract::RealFactory factory;
        const auto compared = Compare(spec, factory, loaded->log, {});
        ASSERT_TRUE(compared) << compared.error().ToString();
        EXPECT_EQ(compared->size(), cases.size());
        const std::vector<std::string> types = NativeTypes(*target, cases.size());
        head += fmt::format(" in {} | arrives |", Title(target_engine));
        line += "---|---|";
        for (std::size_t i = 0; i < cases.size(); ++i) {
            const TableProgress progress = loaded->observer.Table(TableName(i));
            EXPECT_EQ(progress.error, "") << cases[i].type;
            EXPECT_EQ(progress.rows, static_cast<std::int64_t>(cases[i].values.size()) + 1)
                << cases[i].type;
            for (const TableComparison& table : *compared) {
                if (table.source.name != TableName(i)) continue;
                EXPECT_TRUE(table.Equal())
                    << cases[i].type << " as " << types[i] << ": " << table.error << " "
                    << table.source_rows << " " << table.target_rows;
            }
            rows[i] += fmt::format(" {} | {} |", types[i], Show(*target, TableName(i), types[i]));
        }
    }
    std::string section = fmt::format("## From {}\n\n{}\n{}\n", Title(GetParam()), head, line);
    for (const std::string& row : rows) section += row + "\n";
    section += "\n";

    const std::string path = testing::SourcePath("docs/types.md");
    const Result<std::string> page = ReadFile(path);
    ASSERT_TRUE(page) << page.error().ToString();
    const std::string title = fmt::format("## From {}\n", Title(GetParam()));
    const std::size_t begin = page->find(title);
    ASSERT_NE(begin, std::string::npos) << title;
    std::size_t end = page->find("\n## ", begin);
    end = end == std::string::npos ? page->size() : end + 1;
    if (std::getenv("DMSNODE_UPDATE_DOCS") != nullptr) {
        const Status written =
            WriteFileAtomically(path, page->substr(0, begin) + section + page->substr(end), 0644);
        ASSERT_TRUE(written) << written.error().ToString();
    } else {
        EXPECT_EQ(page->substr(begin, end - begin), section)
            << "docs/types.md is out of date: run this test with DMSNODE_UPDATE_DOCS=1";
    }
}

INSTANTIATE_TEST_SUITE_P(FromEngine, TypesContract, ::testing::ValuesIn(contract::kEngines),
                         [](const auto& engine) {
                             return std::string(connectors::EngineName(engine.param));
                         });

}  // namespace
}  // namespace dmsnode::migration
