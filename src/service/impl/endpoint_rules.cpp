#include "service/impl/endpoint_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/files.hpp"
#include "dms/codec.hpp"
#include "dms/faults.hpp"
#include "service/impl/arns.hpp"
#include "service/impl/parts.hpp"

namespace dmsnode::service {
namespace {

using dms::fault::kInvalidParameterCombination;
using dms::fault::kInvalidParameterValue;

/// Attributes that AWS documents for these engines, in lower case. They are accepted, since
/// existing definitions carry them, and handed to the connector, which takes those it knows.
constexpr std::array<std::string_view, 42> kAwsAttributes = {
    "afterconnectscript",
    "authenticationmethod",
    "babelfishdatabasename",
    "captureddls",
    "charsetmapping",
    "cleansourcemetadataonmismatch",
    "cleansrcmetadataonmismatch",
    "connectiontimeout",
    "databasemode",
    "ddlartifactsschema",
    "disableunicodesourcefilter",
    "eventspollinterval",
    "executetimeout",
    "failtasksonlobtruncation",
    "fetchcachesize",
    "heartbeatenable",
    "heartbeatfrequency",
    "heartbeatschema",
    "ignoreopenxatransactionscheck",
    "initstmt",
    "loadusingcsv",
    "mapbooleanasboolean",
    "mapjsonbasclob",
    "maplongvarcharas",
    "mapunboundednumericasstring",
    "maxfilesize",
    "parallelloadthreads",
    "pluginname",
    "queryconnectiontimeout",
    "readtimeout",
    "resumefetchforxrows",
    "secretsmanagerendpointoverride",
    "serviceaccessrolearn",
    "servertimezone",
    "skiptablesuspensionforpartitionddl",
    "slotname",
    "targetdbtype",
    "timezone",
    "trimspaceinchar",
    "unboundedvarcharmaxsize",
    "usesiteidentity",
    "writebuffersize",
};

std::string_view Trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
    return text;
}

Error BadAttribute(std::string_view name, std::string_view what) {
    return dms::fault::Make(kInvalidParameterValue,
                            fmt::format("Invalid ExtraConnectionAttributes: {}: {}", name, what));
}

/// `second` true if the attribute has its second word.
Status ReadChoice(std::string_view name, std::string_view value, std::string_view first,
                  std::string_view second, bool& is_second) {
    const std::string word = LowerCase(value);
    if (word != first && word != second) {
        return BadAttribute(name, fmt::format("must be {} or {}", first, second));
    }
    is_second = word == second;
    return {};
}

Status TakeAttribute(std::string_view name, std::string_view value, ExtraAttributes& out) {
    const std::string key = LowerCase(name);
    bool second = false;
    Status taken;
    if (key == "zerodates") {
        taken = ReadChoice(name, value, "fail", "null", second);
        if (second) out.policy.zero_date = connectors::ValuePolicy::ZeroDate::kNull;
    } else if (key == "invalidtext") {
        taken = ReadChoice(name, value, "fail", "replace", second);
        if (second) out.policy.invalid_text = connectors::ValuePolicy::InvalidText::kReplace;
    } else if (key == "infinity") {
        taken = ReadChoice(name, value, "fail", "null", second);
        if (second) out.policy.infinity = connectors::ValuePolicy::Infinity::kNull;
    } else if (key == "cafile") {
        if (!value.starts_with('/')) taken = BadAttribute(name, "must be an absolute path");
        out.ca_file = value;
    } else if (key == "loadmethod") {
        taken = ReadChoice(name, value, "loaddata", "insert", second);
        out.others["loadMethod"] = LowerCase(value);
    } else if (key == "mysqltimeas") {
        taken = ReadChoice(name, value, "time", "interval", second);
        out.others["mysqlTimeAs"] = LowerCase(value);
    } else {
        out.others[std::string(name)] = value;
        if (std::find(kAwsAttributes.begin(), kAwsAttributes.end(), key) == kAwsAttributes.end()) {
            out.unknown.emplace_back(name);
        }
    }
    return taken;
}

Status CheckTls(const store::EndpointRow& row, const ExtraAttributes& attributes) {
    const bool known = row.ssl_mode == "none" || row.ssl_mode == "require" ||
                       row.ssl_mode == "verify-ca" || row.ssl_mode == "verify-full";
    if (!known) {
        return dms::fault::Make(
            kInvalidParameterValue,
            fmt::format("Invalid value {} for SslMode: must be none, require, verify-ca or "
                        "verify-full",
                        row.ssl_mode));
    }
    if (row.engine == "sqlite" && row.ssl_mode != "none") {
        return dms::fault::Make(kInvalidParameterCombination,
                                "SslMode: sqlite opens a file and has no connection to protect; "
                                "leave SslMode out");
    }
    if (!attributes.ca_file.empty() && !row.ssl_mode.starts_with("verify-")) {
        return dms::fault::Make(
            kInvalidParameterCombination,
            fmt::format("ExtraConnectionAttributes: caFile is used only with SslMode verify-ca or "
                        "verify-full, and SslMode is {}",
                        row.ssl_mode));
    }
    return {};
}

connectors::SslMode ToSslMode(std::string_view word) {
    if (word == "require") return connectors::SslMode::kRequire;
    if (word == "verify-ca") return connectors::SslMode::kVerifyCa;
    if (word == "verify-full") return connectors::SslMode::kVerifyFull;
    return connectors::SslMode::kNone;
}

std::string UpperCase(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

}  // namespace

const std::vector<EngineName>& EngineNames() {
    using connectors::Engine;
    static const std::vector<EngineName> names = {
        {"mysql", "MySQL", Engine::kMysql},
        {"mariadb", "MariaDB", Engine::kMariadb},
        {"postgres", "PostgreSQL", Engine::kPostgres},
        {"sqlite", "SQLite", Engine::kSqlite},
        {"aurora", "Amazon Aurora MySQL", Engine::kMysql},
        {"aurora-postgresql", "Amazon Aurora PostgreSQL", Engine::kPostgres},
    };
    return names;
}

Result<EngineName> CheckEngine(std::string_view name) {
    std::string known;
    for (const EngineName& engine : EngineNames()) {
        if (engine.name == name) return engine;
        known += fmt::format("{}{}", known.empty() ? "" : ", ", engine.name);
    }
    return dms::fault::Make(
        kInvalidParameterValue,
        fmt::format("Invalid value {} for EngineName: this service migrates {}", name, known));
}

Result<ExtraAttributes> ParseExtraAttributes(std::string_view text) {
    ExtraAttributes out;
    std::vector<std::string> seen;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(';'), text.size());
        const std::string_view part = Trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (part.empty()) continue;
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos || equals == 0) {
            return BadAttribute(part.substr(0, 40), "expected name=value;name=value");
        }
        const std::string_view name = Trim(part.substr(0, equals));
        const std::string key = LowerCase(name);
        if (key.find("password") != std::string::npos) {
            return BadAttribute(name,
                                "attributes are shown in replies; give the password in Password");
        }
        if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
            return BadAttribute(name, "it is given twice");
        }
        seen.push_back(key);
        const Status taken = TakeAttribute(name, Trim(part.substr(equals + 1)), out);
        if (!taken) return taken.error();
    }
    return out;
}

Status CheckEndpoint(const store::EndpointRow& row) {
    const Result<EngineName> engine = CheckEngine(row.engine);
    if (!engine) return engine.error();
    if (row.type != "source" && row.type != "target") {
        return dms::fault::Make(
            kInvalidParameterValue,
            fmt::format("Invalid value {} for EndpointType: must be source or target", row.type));
    }
    const auto missing = [&](std::string_view member, std::string_view why) {
        return dms::fault::Make(
            kInvalidParameterCombination,
            fmt::format("{} is needed for EngineName {}: {}", member, row.engine, why));
    };
    if (engine->engine == connectors::Engine::kSqlite) {
        if (!row.database_name.starts_with('/')) {
            return missing("DatabaseName", "the absolute path of the database file");
        }
    } else {
        if (row.server_name.empty()) return missing("ServerName", "the server's name or address");
        if (row.username.empty()) return missing("Username", "the user to log in as");
    }
    if (engine->engine == connectors::Engine::kPostgres && row.database_name.empty()) {
        return missing("DatabaseName", "the database to connect to");
    }
    if (row.port < 0 || row.port > 65535) {
        return dms::fault::Make(
            kInvalidParameterValue,
            fmt::format("Invalid value {} for Port: must be from 1 to 65535", row.port));
    }
    const Result<ExtraAttributes> attributes = ParseExtraAttributes(row.extra_attributes);
    if (!attributes) return attributes.error();
    return CheckTls(row, *attributes);
}

std::string PasswordPlace(const store::EndpointRow& row) {
    return "dms_endpoint/" + row.arn + "/password";
}

Result<connectors::Endpoint> ToConnectorEndpoint(const store::EndpointRow& row,
                                                 const store::SecretBox& secrets) {
    const Result<EngineName> engine = CheckEngine(row.engine);
    if (!engine) return engine.error();
    Result<ExtraAttributes> attributes = ParseExtraAttributes(row.extra_attributes);
    if (!attributes) return attributes.error();
    connectors::Endpoint endpoint{.engine = engine->engine,
                                  .host = row.server_name,
                                  .port = static_cast<int>(row.port),
                                  .user = row.username,
                                  .password = Secret(),
                                  .database = row.database_name,
                                  .ssl_mode = ToSslMode(row.ssl_mode),
                                  .ca_certificate = "",
                                  .policy = attributes->policy,
                                  .extra = std::move(attributes->others)};
    if (row.sealed_password) {
        Result<Secret> password = secrets.Unseal(*row.sealed_password, PasswordPlace(row));
        if (!password) return password.error();
        endpoint.password = *std::move(password);
    }
    if (!attributes->ca_file.empty()) {
        Result<std::string> pem = ReadFile(attributes->ca_file, 1U << 20U);
        if (!pem) return Error(pem.error()).Because("caFile");
        endpoint.ca_certificate = *std::move(pem);
    }
    return endpoint;
}

dms::Endpoint ToShape(const store::EndpointRow& row) {
    dms::Endpoint shape;
    shape.endpoint_identifier = row.identifier;
    shape.endpoint_type = UpperCase(row.type);
    shape.engine_name = row.engine;
    if (const Result<EngineName> engine = CheckEngine(row.engine)) {
        shape.engine_display_name = std::string(engine->display_name);
    }
    shape.username = IfNotEmpty(row.username);
    shape.server_name = IfNotEmpty(row.server_name);
    if (row.port != 0) shape.port = row.port;
    shape.database_name = IfNotEmpty(row.database_name);
    shape.extra_connection_attributes = IfNotEmpty(row.extra_attributes);
    shape.status = "active";
    shape.kms_key_id = IfNotEmpty(row.kms_key_id);
    shape.endpoint_arn = row.arn;
    shape.ssl_mode = row.ssl_mode;
    if (row.settings.empty()) return shape;
    // What is stored was encoded by this program, so it decodes; if not, it is only not echoed.
    const Result<Json> settings = ParseJson(row.settings);
    if (!settings) return shape;
    const Result<EngineName> engine = CheckEngine(row.engine);
    if (engine && engine->engine == connectors::Engine::kPostgres) {
        if (auto block = dms::Decode<dms::PostgreSQLSettings>(*settings)) {
            shape.postgre_sql_settings = *std::move(block);
        }
    } else if (auto block = dms::Decode<dms::MySQLSettings>(*settings)) {
        shape.my_sql_settings = *std::move(block);
    }
    return shape;
}

}  // namespace dmsnode::service
