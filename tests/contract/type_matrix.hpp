#pragma once

#include <string>
#include <vector>

#include "connectors/types.hpp"

/// One row of docs/types.md a case: a column type of the source, and values that try its edges. The
/// first value is the one that the table shows.
namespace dmsnode::contract {

struct TypeCase {
    std::string type;
    std::vector<std::string> values;  ///< SQL literals of the source.
};

inline const std::vector<TypeCase>& TypeCases(connectors::Engine source) {
    static const std::vector<TypeCase> kPostgres = {
        {"smallint", {"-32768", "32767", "0"}},
        {"integer", {"-2147483648", "2147483647"}},
        {"bigint", {"-9223372036854775808", "9223372036854775807"}},
        {"numeric(10,2)", {"-12345678.90", "0.01", "0"}},
        {"numeric(38,10)", {"1234567890123456789012345678.0123456789", "-1"}},
        {"numeric(5,-2)", {"-1234500", "100"}},
        {"numeric",
         {"3.14159265358979323846264338327950288419716939937510", "1e40", "-0.5", "100"}},
        {"real", {"0.1", "3.4028235e38", "1.17549435e-38", "-2.5"}},
        {"double precision", {"0.1", "1.7976931348623157e308", "2.2250738585072014e-308", "1e23"}},
        {"boolean", {"true", "false"}},
        {"char(10)", {"'abc'", "'äöü'", "''"}},
        {"varchar(20)", {"'trailing  '", "'日本語'", "''"}},
        {"varchar", {"'free'", "repeat('x', 70000)"}},
        {"text", {"E'tab\\t, quote '' and \\\\ and \\n'", "'😀'", "''", "repeat('é', 100000)"}},
        {"bytea", {"'\\x00ff27'", "''", "decode(repeat('00ff', 50000), 'hex')"}},
        {"date", {"'2024-02-29'", "'1000-01-01'", "'9999-12-31'"}},
        {"time", {"'23:59:59.999999'", "'00:00:00'"}},
        {"time(3)", {"'12:34:56.789'"}},
        {"timetz", {"'12:34:56.789+02:00'", "'00:00:00-08'"}},
        {"timestamp", {"'2024-02-29 23:59:59.999999'", "'1000-01-01 00:00:00'"}},
        {"timestamp(3)", {"'2024-02-29 12:34:56.789'"}},
        {"timestamptz", {"'2024-07-01 12:00:00+02'", "'1969-12-31 23:59:59.999999+00'"}},
        {"interval", {"'1 year 2 mons 3 days 04:05:06.789'", "'-1 day -00:00:00.5'", "'0'"}},
        {"uuid", {"'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"}},
        {"json", {R"('{"b": 1,  "a": [1.50, null]}')", "'3'"}},
        {"jsonb", {R"('{"b": 1, "a": [1.50, null, "é"]}')", "'\"x\"'"}},
        {"bit(5)", {"B'10110'", "B'00000'"}},
        {"bit(1)", {"B'1'", "B'0'"}},
        {"varbit(12)", {"B'101'", "B''"}},
        {"mood", {"'happy'", "'so so'"}},
        {"integer[]", {"'{1,NULL,3}'", "'{}'", "'{{1,2},{3,4}}'"}},
        {"text[]", {R"('{"a b","c\"d",NULL}')"}},
        {"money", {"'1234.56'", "'-0.01'"}},
        {"inet", {"'192.168.0.1/24'", "'::1'", "'10.0.0.1'"}},
        {"cidr", {"'10.0.0.0/8'"}},
        {"macaddr", {"'08:00:2b:01:02:03'"}},
        {"point", {"'(1.5,-2)'"}},
        {"int4range", {"'[1,5)'", "'empty'"}},
        {"tsvector", {"'a:1 b:2'"}},
        {"xml", {"'<a b=\"1\">x</a>'"}},
        {"oid", {"4294967295"}},
        {"name", {"'pg_class'"}},
        {"positive", {"7", "123456789012345"}},
    };
    static const std::vector<TypeCase> kMariadb = {
        {"tinyint", {"-128", "127"}},
        {"tinyint unsigned", {"255", "0"}},
        {"tinyint(1)", {"1", "0"}},
        {"smallint", {"-32768", "32767"}},
        {"smallint unsigned", {"65535"}},
        {"mediumint", {"-8388608", "8388607"}},
        {"mediumint unsigned", {"16777215"}},
        {"int", {"-2147483648", "2147483647"}},
        {"int unsigned", {"4294967295"}},
        {"bigint", {"-9223372036854775808", "9223372036854775807"}},
        {"bigint unsigned", {"18446744073709551615", "0"}},
        {"decimal(10,2)", {"-12345678.90", "0.00"}},
        {"decimal(65,30)",
         {"12345678901234567890123456789012345.123456789012345678901234567890", "-1"}},
        {"float", {"0.1", "3.40282e38", "16777217"}},
        {"double", {"0.1", "1.7976931348623157e308", "-2.2250738585072014e-308"}},
        {"bit(1)", {"b'1'", "b'0'"}},
        {"bit(8)", {"b'10000001'", "b'0'"}},
        {"bit(64)", {"b'1000000000000000000000000000000000000000000000000000000000000001'"}},
        {"char(10)", {"'abc'", "'äöü'", "''"}},
        {"varchar(100)", {"'trailing  '", "'😀'", "''"}},
        {"varchar(20) character set latin1", {"'äöü'"}},
        {"tinytext", {"'small'"}},
        {"text", {R"('tab\t, quote '' and \\ and \n')", "repeat('é', 30000)"}},
        {"mediumtext", {"repeat('x', 100000)"}},
        {"longtext", {"'日本語'"}},
        {"binary(4)", {"x'00ff'", "x'01020304'"}},
        {"varbinary(10)", {"x'00ff27'", "x''"}},
        {"tinyblob", {"x'00'"}},
        {"blob", {"x'00ff275c0a09'", "x''"}},
        {"longblob", {"repeat(x'00ff', 50000)"}},
        {"date", {"'2024-02-29'", "'1000-01-01'", "'9999-12-31'"}},
        {"time", {"'838:59:59'", "'-838:59:59'", "'00:00:00'"}},
        {"time(6)", {"'23:59:59.999999'", "'-00:00:00.000001'"}},
        {"datetime", {"'2024-02-29 23:59:59'", "'1000-01-01 00:00:00'"}},
        {"datetime(6)", {"'2024-02-29 23:59:59.999999'"}},
        {"timestamp", {"'2024-07-01 12:00:00'", "'1970-01-01 00:00:01'"}},
        {"timestamp(6)", {"'2024-07-01 12:00:00.123456'"}},
        {"year", {"2024", "1901", "0"}},
        {"enum('small','large')", {"'small'", "'large'"}},
        {"set('a','b','c')", {"'a,c'", "''"}},
        {"json", {R"('{"b": 1,  "a": [1.50, null]}')"}},
        {"uuid", {"'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"}},
        {"inet6", {"'::1'", "'2001:db8::ff00:42:8329'"}},
        {"point", {"ST_GeomFromText('POINT(1 2)')"}},
    };
    static const std::vector<TypeCase> kSqlite = {
        {"INTEGER", {"-9223372036854775808", "9223372036854775807", "0"}},
        {"INT", {"3000000000"}},
        {"TINYINT", {"-128", "127"}},
        {"SMALLINT", {"-32768", "32767"}},
        {"MEDIUMINT", {"8388607"}},
        {"BIGINT", {"9223372036854775807"}},
        {"UNSIGNED64_TEXT", {"'18446744073709551615'"}},
        {"REAL", {"0.1", "1.7976931348623157e308", "5e-324", "3"}},
        {"DOUBLE", {"-2.5"}},
        {"FLOAT", {"0.1"}},
        {"NUMERIC", {"1.25", "12345678901234", "-1e30"}},
        {"DECIMAL(10,2)", {"-12345678.9", "0.01", "7"}},
        {"DECIMAL_TEXT(38,10)", {"'1234567890123456789012345678.0123456789'"}},
        {"BOOLEAN", {"1", "0", "'true'", "'f'"}},
        {"CHAR(5)", {"'abc'"}},
        {"VARCHAR(20)", {"'trailing  '", "''"}},
        {"TEXT", {"'😀 '''", "''"}},
        {"CLOB", {"'long'"}},
        {"BLOB", {"x'00ff27'", "x''"}},
        {"VARBINARY(4)", {"x'00ff'"}},
        {"DATE", {"'2024-02-29'", "'9999-12-31'"}},
        {"TIME", {"'23:59:59.999'", "'12:34'"}},
        {"DATETIME", {"'2024-02-29 23:59:59.999999'", "'2024-02-29T12:00'", "'2024-02-29'"}},
        {"TIMESTAMP", {"'2024-02-29 12:00:00Z'"}},
        {"TIMESTAMP WITH TIME ZONE", {"'2024-07-01 12:00:00+02:00'"}},
        {"DURATION_TEXT", {"'P1Y2M3DT4H5M6.789S'"}},
        {"UUID", {"'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"}},
        {"JSON", {R"('{"b": 1,  "a": [1.50, null]}')"}},
        {"YEAR", {"2024"}},
        {"", {"42", "7"}},
    };
    switch (source) {
        case connectors::Engine::kPostgres: return kPostgres;
        case connectors::Engine::kMysql:
        case connectors::Engine::kMariadb: return kMariadb;
        case connectors::Engine::kSqlite: break;
    }
    return kSqlite;
}

}  // namespace dmsnode::contract
