#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/types.hpp"

/// From the server's words for a column to ours. Pure.
/// Source: MariaDB Knowledge Base and MySQL 8.0 manual, "information_schema.COLUMNS".
namespace dmsnode::connectors::mysql {

/// What information_schema.COLUMNS says of one column.
struct ColumnRow {
    std::string data_type;    ///< `int`
    std::string column_type;  ///< `int(10) unsigned`
    std::optional<std::string> column_default;
    std::string extra;    ///< `auto_increment`, `on update …`, `STORED GENERATED`
    std::string charset;  ///< Empty for types without one.
    std::int64_t length = 0;
    int precision = 0;
    int scale = 0;
    int fraction_digits = 0;
    bool nullable = true;
    bool is_generated = false;
    bool is_json = false;  ///< MariaDB: a longtext with the check json_valid.
};

/// Types without an equal among ours (spatial, inet6, inet4, vector) are kOther or kBlob, with
/// `native` telling. tinyint(1) stays an integer: it may hold more than 0 and 1.
ColumnType ParseColumnType(const ColumnRow& row);

/// MariaDB from 10.2.7 prints literals quoted and NULL as a word; MySQL and older MariaDB print
/// them bare and mark expressions in `extra`.
DefaultValue ParseDefault(const ColumnRow& row, const ColumnType& type, bool quotes_literals);

/// The labels of `enum('a','it''s')`. Nothing if the text is no such list.
std::optional<std::vector<std::string>> ParseLabels(std::string_view column_type);

/// The content of `'it''s \\ so'`. Nothing if the text is not one whole literal.
std::optional<std::string> Unquote(std::string_view literal);

bool IsSpatial(std::string_view data_type);

}  // namespace dmsnode::connectors::mysql
