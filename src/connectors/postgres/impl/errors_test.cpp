#include "connectors/postgres/impl/errors.hpp"

#include <gmock/gmock.h>

#include <map>

namespace dmsnode::connectors::postgres {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Sqlstate, MeansOneOfOurCodes) {
    const std::map<std::string, ErrorCode> expected = {{"08006", ErrorCode::kUnavailable},
                                                       {"0A000", ErrorCode::kUnsupported},
                                                       {"22003", ErrorCode::kDataLoss},
                                                       {"22021", ErrorCode::kDataLoss},
                                                       {"22P02", ErrorCode::kDataLoss},
                                                       {"23502", ErrorCode::kInvalidArgument},
                                                       {"23505", ErrorCode::kInvalidArgument},
                                                       {"25006", ErrorCode::kConflict},
                                                       {"28000", ErrorCode::kUnauthenticated},
                                                       {"28P01", ErrorCode::kUnauthenticated},
                                                       {"2BP01", ErrorCode::kConflict},
                                                       {"3D000", ErrorCode::kNotFound},
                                                       {"3F000", ErrorCode::kNotFound},
                                                       {"40001", ErrorCode::kUnavailable},
                                                       {"40P01", ErrorCode::kUnavailable},
                                                       {"42501", ErrorCode::kPermissionDenied},
                                                       {"42601", ErrorCode::kInternal},
                                                       {"42703", ErrorCode::kNotFound},
                                                       {"42804", ErrorCode::kInvalidArgument},
                                                       {"42883", ErrorCode::kNotFound},
                                                       {"42P01", ErrorCode::kNotFound},
                                                       {"42P07", ErrorCode::kAlreadyExists},
                                                       {"53100", ErrorCode::kResourceExhausted},
                                                       {"53200", ErrorCode::kResourceExhausted},
                                                       {"53300", ErrorCode::kThrottled},
                                                       {"54000", ErrorCode::kUnsupported},
                                                       {"55006", ErrorCode::kConflict},
                                                       {"55P03", ErrorCode::kTimeout},
                                                       {"57014", ErrorCode::kTimeout},
                                                       {"57P01", ErrorCode::kUnavailable},
                                                       {"57P03", ErrorCode::kUnavailable},
                                                       {"58030", ErrorCode::kUnavailable},
                                                       {"72000", ErrorCode::kUnavailable},
                                                       {"P0001", ErrorCode::kInvalidArgument},
                                                       {"XX000", ErrorCode::kProtocol},
                                                       {"XX001", ErrorCode::kDataLoss},
                                                       {"", ErrorCode::kProtocol}};
    for (const auto& [sqlstate, code] : expected)
        EXPECT_EQ(CodeOfSqlstate(sqlstate), code) << sqlstate;
}

TEST(Sqlstate, FullDiskSaysWhatToDo) {
    const Error error =
        ToError({.sqlstate = "53100",
                 .message = "could not extend file \"base/5/16400\": No space left on device",
                 .detail = "",
                 .hint = "Check free disk space.",
                 .context = "",
                 .table = "",
                 .column = ""},
                "load shop.orders");
    EXPECT_EQ(error.code, ErrorCode::kResourceExhausted);
    EXPECT_EQ(
        error.ToString(),
        "53100: load shop.orders: could not extend file \"base/5/16400\": No space left on device "
        "(the server's disk is full: free space or enlarge it, then resume the task)");
}

TEST(Sqlstate, ServersHintIsUsedWhereWeHaveNone) {
    const Error error = ToError({.sqlstate = "42883",
                                 .message = "function f() does not exist",
                                 .detail = "",
                                 .hint = "Add casts.",
                                 .context = "",
                                 .table = "",
                                 .column = ""},
                                "x");
    EXPECT_EQ(error.hint, "Add casts.");
}

TEST(CopyPlace, IsReadFromTheContext) {
    CopyPlace place = ReadCopyPlace("COPY t, line 3, column price");
    EXPECT_EQ(place.line, 3);
    EXPECT_EQ(place.column, "price");
    place = ReadCopyPlace("COPY t, line 123456789012");
    EXPECT_EQ(place.line, 123456789012);
    EXPECT_EQ(place.column, "");
    place = ReadCopyPlace("COPY t, line 7, column odd, name: \"value\"\nmore");
    EXPECT_EQ(place.column, "odd, name");
    for (const char* other :
         {"", "SQL function \"f\" during startup", "COPY t", "COPY t, line x"}) {
        EXPECT_EQ(ReadCopyPlace(other).line, 0) << other;
    }
}

TEST(ConnectError, ServersRefusalIsToldByItsCode) {
    const Error error = ToConnectError(
        "connection to server at \"db\" (10.0.0.1), port 5432 failed: FATAL:  28P01: password "
        "authentication failed for user \"ada\"\nLOCATION:  auth_failed, auth.c:335\n",
        "db:5432", "ada", "shop");
    EXPECT_EQ(error.code, ErrorCode::kUnauthenticated);
    EXPECT_EQ(error.fault, "28P01");
    EXPECT_EQ(
        error.message,
        "cannot connect to PostgreSQL at db:5432 as user \"ada\", database \"shop\": password "
        "authentication failed for user \"ada\"");
    EXPECT_THAT(error.hint, HasSubstr("password"));
}

TEST(ConnectError, SeverityMayBeInAnyLanguage) {
    const Error error =
        ToConnectError("Verbindung … fehlgeschlagen: FATAL:  3D000: Datenbank »x« existiert nicht",
                       "db:5432", "ada", "x");
    EXPECT_EQ(error.code, ErrorCode::kNotFound);
}

TEST(ConnectError, OurSideOfTheWireHasItsOwnHints) {
    struct Case {
        const char* text;
        ErrorCode code;
        const char* hint;
    };
    for (const Case& c : {
             Case{"connection to server at \"h\", port 1 failed: Connection refused\n\tIs the "
                  "server running",
                  ErrorCode::kUnavailable, "port"},
             Case{"could not translate host name \"h\" to address: Name or service not known",
                  ErrorCode::kUnavailable, "server name"},
             Case{"timeout expired after 15 s", ErrorCode::kUnavailable, "firewalls"},
             Case{"failed: server does not support SSL, but SSL was required",
                  ErrorCode::kInvalidArgument, "SslMode none"},
             Case{"failed: SSL error: certificate verify failed", ErrorCode::kInvalidArgument,
                  "CA"},
             Case{"failed: server certificate for \"localhost\" does not match host name \"h\"",
                  ErrorCode::kInvalidArgument, "verify-ca"},
             Case{"failed: fe_sendauth: no password supplied", ErrorCode::kUnauthenticated,
                  "password"},
             Case{"something new", ErrorCode::kUnavailable, "server"},
         }) {
        const Error error = ToConnectError(c.text, "h:1", "u", "d");
        EXPECT_EQ(error.code, c.code) << c.text;
        EXPECT_THAT(error.hint, HasSubstr(c.hint)) << c.text;
        EXPECT_THAT(error.message, Not(HasSubstr("\n")));
    }
}

TEST(Grant, IsNamedOnlyForMissingRights) {
    const Error denied = WithGrant({ErrorCode::kPermissionDenied, "permission denied for table t"},
                                   "SELECT", "TABLE \"s\".\"t\"", "ada");
    EXPECT_EQ(denied.hint, "GRANT SELECT ON TABLE \"s\".\"t\" TO \"ada\"");
    EXPECT_EQ(WithGrant({ErrorCode::kNotFound, "x"}, "SELECT", "t", "ada").hint, "");
}

TEST(Grant, SchemaAndRowSecurityHaveTheirOwnRemedies) {
    const auto hint = [](const char* message) {
        return WithTableGrant({ErrorCode::kPermissionDenied, message}, "SELECT", {"app", "t"},
                              "ada")
            .hint;
    };
    EXPECT_EQ(hint("read: permission denied for table t"),
              "GRANT SELECT ON TABLE \"app\".\"t\" TO \"ada\"");
    EXPECT_EQ(hint("read: permission denied for schema app"),
              "GRANT USAGE ON SCHEMA \"app\" TO \"ada\"");
    EXPECT_THAT(hint("query would be affected by row-level security policy for table \"t\""),
                HasSubstr("ALTER ROLE \"ada\" BYPASSRLS"));
}

}  // namespace
}  // namespace dmsnode::connectors::postgres
