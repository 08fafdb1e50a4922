#include "connectors/postgres/impl/catalog_sql.hpp"

#include "connectors/postgres/impl/sql.hpp"

/// The catalogue queries. search_path is empty, but pg_catalog is always searched, so its names
/// stand alone. Columns that only newer servers have are read through to_jsonb, which gives NULL
/// on the others.
namespace dmsnode::connectors::postgres {
namespace {

constexpr const char* kMoneySql = "SELECT scale(0::money::numeric)";

constexpr const char* kLabelsSql =
    "SELECT enumtypid, enumlabel FROM pg_enum ORDER BY enumtypid, enumsortorder";

constexpr const char* kTablesSql = R"(
, tree AS (
    SELECT ord, oid FROM wanted WHERE oid IS NOT NULL
    UNION ALL
    SELECT t.ord, i.inhrelid FROM tree t
    JOIN wanted w ON w.ord = t.ord AND w.relkind = 'p'
    JOIN pg_inherits i ON i.inhparent = t.oid
), sizes AS (
    SELECT t.ord,
           sum(greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0))::int8 AS tuples,
           sum(CASE WHEN c.relkind IN ('r', 'm') THEN pg_table_size(c.oid) ELSE 0 END)::int8 AS bytes
    FROM tree t JOIN pg_class c ON c.oid = t.oid AND c.relkind <> 'p'
    GROUP BY t.ord
)
SELECT w.ord, w.relkind, s.tuples, s.bytes
FROM wanted w LEFT JOIN sizes s USING (ord)
WHERE w.oid IS NOT NULL ORDER BY w.ord)";

constexpr const char* kColumnsSql = R"(
, chain AS (
    SELECT oid, typbasetype AS base, typtypmod AS modifier, typnotnull AS not_null, typdefault AS fallback
    FROM pg_type WHERE typtype = 'd'
    UNION ALL
    SELECT c.oid, t.typbasetype, CASE WHEN c.modifier >= 0 THEN c.modifier ELSE t.typtypmod END,
           c.not_null OR t.typnotnull, coalesce(c.fallback, t.typdefault)
    FROM chain c JOIN pg_type t ON t.oid = c.base AND t.typtype = 'd'
), resolved AS (
    SELECT c.* FROM chain c JOIN pg_type t ON t.oid = c.base AND t.typtype <> 'd'
)
SELECT w.ord, a.attname, tn.nspname, t.typname, t.typtype,
       format_type(t.oid, coalesce(d.modifier, a.atttypmod)),
       coalesce(d.modifier, a.atttypmod),
       a.attnotnull OR coalesce(d.not_null, false),
       coalesce(to_jsonb(a)->>'attidentity', ''),
       coalesce(to_jsonb(a)->>'attgenerated', ''),
       coalesce(pg_get_expr(f.adbin, f.adrelid), d.fallback),
       CASE WHEN a.attcollation <> t.typcollation AND a.attcollation <> 0 THEN
           CASE WHEN cn.nspname = 'pg_catalog' THEN quote_ident(l.collname)
                ELSE quote_ident(cn.nspname) || '.' || quote_ident(l.collname) END END,
       CASE WHEN d.base IS NOT NULL THEN format_type(a.atttypid, NULL) END,
       CASE WHEN t.typtype = 'e' THEN t.oid WHEN t.typelem <> 0 THEN t.typelem ELSE 0 END
FROM wanted w
JOIN pg_attribute a ON a.attrelid = w.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN resolved d ON d.oid = a.atttypid
JOIN pg_type t ON t.oid = coalesce(d.base, a.atttypid)
JOIN pg_namespace tn ON tn.oid = t.typnamespace
LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
LEFT JOIN pg_collation l ON l.oid = a.attcollation
LEFT JOIN pg_namespace cn ON cn.oid = l.collnamespace
ORDER BY w.ord, a.attnum)";

constexpr const char* kIndexesSql = R"(
SELECT w.ord, x.relname, i.indisprimary, i.indisunique, coalesce(k.contype::text, ''),
       coalesce(k.condeferrable, false), coalesce((to_jsonb(i)->>'indnullsnotdistinct')::bool, false),
       m.amname, coalesce(pg_get_expr(i.indpred, i.indrelid), ''),
       p.pos > coalesce((to_jsonb(i)->>'indnkeyatts')::int, i.indnatts),
       coalesce(a.attname, ''), pg_get_indexdef(i.indexrelid, p.pos, false),
       coalesce(i.indoption[p.pos - 1], 0)::int,
       CASE WHEN NOT o.opcdefault THEN quote_ident(onsp.nspname) || '.' || quote_ident(o.opcname) END,
       CASE WHEN i.indcollation[p.pos - 1] NOT IN (0, coalesce(a.attcollation, 100)) THEN
           quote_ident(lnsp.nspname) || '.' || quote_ident(l.collname) END
FROM wanted w
JOIN pg_index i ON i.indrelid = w.oid AND i.indisvalid
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_am m ON m.oid = x.relam
LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
CROSS JOIN LATERAL generate_series(1, i.indnatts) AS p(pos)
LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[p.pos - 1] AND a.attnum > 0
LEFT JOIN pg_opclass o ON o.oid = i.indclass[p.pos - 1]
LEFT JOIN pg_namespace onsp ON onsp.oid = o.opcnamespace
LEFT JOIN pg_collation l ON l.oid = i.indcollation[p.pos - 1]
LEFT JOIN pg_namespace lnsp ON lnsp.oid = l.collnamespace
ORDER BY w.ord, x.relname, p.pos)";

constexpr const char* kNotCarriedSql = R"(
SELECT ord, what FROM (
    SELECT w.ord, CASE k.contype WHEN 'f' THEN 'foreign key ' WHEN 'c' THEN 'check '
                                 WHEN 'x' THEN 'exclusion constraint ' ELSE 'constraint trigger ' END
                  || k.conname AS what
    FROM wanted w JOIN pg_constraint k ON k.conrelid = w.oid AND k.contype IN ('f', 'c', 'x', 't')
    UNION ALL
    SELECT w.ord, 'trigger ' || t.tgname
    FROM wanted w JOIN pg_trigger t ON t.tgrelid = w.oid AND NOT t.tgisinternal
    UNION ALL
    SELECT w.ord, 'rule ' || r.rulename
    FROM wanted w JOIN pg_rewrite r ON r.ev_class = w.oid AND r.rulename <> '_RETURN'
    UNION ALL
    SELECT w.ord, 'row security policy ' || p.polname
    FROM wanted w JOIN pg_policy p ON p.polrelid = w.oid
    UNION ALL
    SELECT w.ord, 'partitioning by ' || pg_get_partkeydef(w.oid) FROM wanted w WHERE w.relkind = 'p'
    UNION ALL
    SELECT w.ord, 'inheritance from ' || n.nspname || '.' || c.relname
    FROM wanted w JOIN pg_inherits i ON i.inhrelid = w.oid JOIN pg_class c ON c.oid = i.inhparent
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r'
) found ORDER BY ord, what)";

}  // namespace

const char* const kListSchemasSql = R"(
SELECT nspname FROM pg_namespace
WHERE nspname <> 'information_schema' AND nspname !~ '^pg_' ORDER BY nspname)";

// Partitions are read through their parent; what belongs to an extension comes with the extension.
const char* const kListTablesSql = R"(
SELECT n.nspname, c.relname, c.relkind IN ('v', 'm')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                  AND d.deptype = 'e')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C")";

std::string DescribeSql(const std::vector<TableId>& ids) {
    std::vector<std::string> schemas;
    std::vector<std::string> names;
    for (const TableId& id : ids) {
        schemas.push_back(id.schema);
        names.push_back(id.name);
    }
    const std::string wanted =
        "WITH RECURSIVE wanted AS (SELECT w.ord, c.oid, c.relkind FROM unnest(" +
        QuoteTextArray(schemas) + "::text[], " + QuoteTextArray(names) +
        "::text[]) WITH ORDINALITY AS w(schema_name, table_name, ord) "
        "LEFT JOIN pg_namespace n ON n.nspname = w.schema_name "
        "LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.table_name "
        "AND c.relkind IN ('r', 'p', 'v', 'm', 'f'))";
    std::string sql = std::string(kMoneySql) + ";" + kLabelsSql;
    for (const char* statement : {kTablesSql, kColumnsSql, kIndexesSql, kNotCarriedSql}) {
        sql += ";" + wanted + statement;
    }
    return sql;
}

}  // namespace dmsnode::connectors::postgres
