#!/usr/bin/python3
"""Full loads, measured against what people use now, in the same run.

    ./dev bench load [--rounds 3] [--narrow-rows 2000000] [--wide-rows 200000] [--only PAIR-TABLE,…]

Cases: MariaDB -> PostgreSQL and PostgreSQL -> PostgreSQL, a narrow table (5 columns, primary key and two indexes)
and a wide one (25 mixed columns). Every tool starts from an empty database and must leave rows, primary key and
indexes; each round runs all tools once, one after the other. Printed: the tool's own wall time, CPU and peak memory
(the tool's processes, not the servers'), and the ratio of its wall time to ours, median over the rounds. Row counts
are checked after each run, so that a tool that lost rows is not called fast.

"COPY file" reads nothing from the source: psql loads the target's own rows back from a file of its binary COPY format
and builds the same keys, all at once. It shows what the target server alone needs, which no tool can beat.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

NARROW_INDEXES = ["CREATE INDEX narrow_customer ON narrow (customer)", "CREATE INDEX narrow_created ON narrow (created)"]
NARROW = {
    "mariadb": ["""CREATE TABLE narrow (id BIGINT NOT NULL PRIMARY KEY, customer INT NOT NULL, amount DECIMAL(12,2) NOT NULL,
                   status VARCHAR(16) NOT NULL, created DATETIME NOT NULL)""",
                """INSERT INTO narrow SELECT seq, (seq * 7919) % 100003, (seq % 1000000) / 100 + 0.5,
                   ELT(1 + seq % 4, 'new', 'paid', 'shipped', 'returned'),
                   TIMESTAMP('2020-01-01') + INTERVAL (seq * 37) % 150000000 SECOND FROM seq_1_to_{rows}"""] + NARROW_INDEXES,
    "postgres": ["""CREATE TABLE narrow (id bigint NOT NULL PRIMARY KEY, customer int NOT NULL, amount numeric(12,2) NOT NULL,
                    status varchar(16) NOT NULL, created timestamp NOT NULL)""",
                 """INSERT INTO narrow SELECT s, (s * 7919) % 100003, (s % 1000000) / 100.0 + 0.5,
                    (ARRAY['new','paid','shipped','returned'])[1 + s % 4],
                    timestamp '2020-01-01' + make_interval(secs => (s * 37) % 150000000)
                    FROM generate_series(1, {rows}::bigint) s"""] + NARROW_INDEXES,
}


def wide_columns():
    """25 columns: name, MariaDB type and expression, PostgreSQL type and expression, all of one row number."""
    columns = [("id", "BIGINT NOT NULL PRIMARY KEY", "seq", "bigint NOT NULL PRIMARY KEY", "s")]
    for i in range(1, 7):
        columns.append((f"n{i}", "INT", f"(seq * {i * 31}) % 1000003", "int", f"(s * {i * 31}) % 1000003"))
    for i in range(1, 5):
        columns.append((f"d{i}", "DECIMAL(18,4)", f"seq * {i}.0625", "numeric(18,4)", f"s * {i}.0625"))
    for i in range(1, 7):
        columns.append((f"t{i}", "VARCHAR(100)", f"CONCAT('value number {i} of row ', seq)", "varchar(100)",
                        f"'value number {i} of row ' || s"))
    for i in range(1, 4):
        columns.append((f"w{i}", "DATETIME(6)", f"TIMESTAMP('2021-01-01') + INTERVAL seq * {i} SECOND", "timestamp",
                        f"timestamp '2021-01-01' + make_interval(secs => s * {i})"))
    columns += [("day", "DATE", "DATE('2020-01-01') + INTERVAL seq % 2000 DAY", "date", "date '2020-01-01' + (s % 2000)::int"),
                ("real1", "DOUBLE", "seq / 3e0", "double precision", "s / 3.0::float8"),
                ("real2", "DOUBLE", "SQRT(seq)", "double precision", "sqrt(s)"),
                ("body", "TEXT", "REPEAT(CONCAT('text ', seq, ' '), 12)", "text", "repeat('text ' || s || ' ', 12)"),
                ("maybe", "INT", "IF(seq % 3 = 0, NULL, seq)", "int", "CASE WHEN s % 3 = 0 THEN NULL ELSE s END")]
    assert len(columns) == 25
    return columns


def wide():
    columns = wide_columns()
    mariadb = ["CREATE TABLE wide (%s)" % ", ".join(f"{c[0]} {c[1]}" for c in columns),
               "INSERT INTO wide SELECT %s FROM seq_1_to_{rows}" % ", ".join(c[2] for c in columns)]
    postgres = ["CREATE TABLE wide (%s)" % ", ".join(f"{c[0]} {c[3]}" for c in columns),
                "INSERT INTO wide SELECT %s FROM generate_series(1, {rows}::bigint) s" % ", ".join(c[4] for c in columns)]
    return {"mariadb": mariadb, "postgres": postgres}


class Servers:
    def __init__(self, env_file):
        self.env = dict(line.strip().split("=", 1) for line in open(env_file))
        self.pg_url = "postgresql://{PG_USER}:{PG_PASSWORD}@127.0.0.1:{PG_PORT}/%s?sslmode=disable".format(**self.env)
        self.mysql_url = "mysql://{MARIADB_USER}:{MARIADB_PASSWORD}@127.0.0.1:{MARIADB_PORT}/%s".format(**self.env)

    def pg(self, database, *statements):
        out = ""
        for statement in statements:
            out = subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", self.pg_url % database, "-c", statement],
                                 check=True, capture_output=True, text=True).stdout.strip()
        return out

    def mariadb(self, database, *statements):
        e = self.env
        for statement in statements:
            subprocess.run(["mariadb", "--no-defaults", "-h127.0.0.1", "-P" + e["MARIADB_PORT"], "-u" + e["MARIADB_USER"],
                            database, "-e", statement], check=True, stdout=subprocess.DEVNULL,
                           env=dict(os.environ, MYSQL_PWD=e["MARIADB_PASSWORD"]))

    def fresh_target(self):
        self.pg("postgres", "DROP DATABASE IF EXISTS bench_target WITH (FORCE)", "CREATE DATABASE bench_target", "CHECKPOINT")

    def fill(self, engine, table, statements, rows):
        database = "bench_" + table
        statements = [s.replace("{rows}", str(rows)) for s in statements]
        if engine == "postgres":
            self.pg("postgres", f"CREATE DATABASE {database}")
            self.pg(database, *statements, f"VACUUM ANALYZE {table}")
        else:
            self.mariadb("mysql", f"CREATE DATABASE {database}")
            self.mariadb(database, *statements, f"ANALYZE TABLE {table}")


class Measured:
    """Wall seconds, CPU seconds and peak resident MB of a command and its children."""

    def __init__(self, command, shell=False, log=None):
        before = time.monotonic()
        with open(log, "ab") as out:
            process = subprocess.Popen(command, shell=shell, stdout=out, stderr=out,
                                       executable="/bin/bash" if shell else None)
            _, status, usage = os.wait4(process.pid, 0)
        self.wall = time.monotonic() - before
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak_mb = usage.ru_maxrss / 1024
        self.ok = status == 0
        process.returncode = os.waitstatus_to_exitcode(status)


class Bench:
    def __init__(self, binary, servers, work):
        self.binary, self.servers, self.work = binary, servers, work
        self.log = work / "tools.log"
        self.data = work / "data"
        self.prepare_dmsnode()

    def dmsnode(self, *arguments):
        subprocess.run([self.binary, *arguments, "--data", str(self.data)], check=True, stdout=subprocess.DEVNULL)

    def prepare_dmsnode(self):
        env = self.servers.env
        passwords = {}
        for prefix in ("PG", "MARIADB"):
            passwords[prefix] = self.work / (prefix.lower() + ".password")
            passwords[prefix].write_text(env[prefix + "_PASSWORD"])
        def endpoint(name, kind, engine, prefix, database):
            arguments = ["endpoint", "create", name, "--type", kind, "--engine", engine, "--server", "127.0.0.1",
                         "--port", env[prefix + "_PORT"], "--user", env[prefix + "_USER"],
                         "--password-file", str(passwords[prefix])]
            self.dmsnode(*arguments, *(["--database", database] if database else []))
        endpoint("mariadb-source", "source", "mariadb", "MARIADB", None)
        for table in ("narrow", "wide"):
            endpoint(f"postgres-{table}", "source", "postgres", "PG", f"bench_{table}")
        endpoint("target", "target", "postgres", "PG", "bench_target")

    def run_dmsnode(self, engine, table, round_number):
        source = "mariadb-source" if engine == "mariadb" else f"postgres-{table}"
        schema = f"bench_{table}" if engine == "mariadb" else "public"
        mapping = {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "all", "rule-action": "include",
                              "object-locator": {"schema-name": schema, "table-name": table}}]}
        name = f"bench-{engine}-{table}-{round_number}"
        workflow = self.work / f"{name}.json"
        workflow.write_text(json.dumps({"name": name, "tasks": [{
            "name": "load", "taskType": "DMS", "taskParams": {
                "migrationType": "full-load", "replicationTaskIdentifier": name, "replicationInstanceArn": "local",
                "sourceEndpointArn": source, "targetEndpointArn": "target", "tableMappings": json.dumps(mapping)}}]}))
        return Measured([self.binary, "run", str(workflow), "--data", str(self.data)], log=self.log)

    def run_pgloader(self, table):
        command = self.work / "pgloader.load"
        command.write_text(f"""LOAD DATABASE FROM {self.servers.mysql_url % ('bench_' + table)}
            INTO {self.servers.pg_url % 'bench_target'}
            WITH include drop, create tables, create indexes, reset sequences, workers = 2, concurrency = 1,
                 prefetch rows = 5000;""")
        return Measured(["pgloader", "--quiet", str(command)], log=self.log)

    def run_pgcopydb(self, table):
        folder = self.work / "pgcopydb"
        shutil.rmtree(folder, ignore_errors=True)
        return Measured(["pgcopydb", "clone", "--source", self.servers.pg_url % ("bench_" + table), "--target",
                         self.servers.pg_url % "bench_target", "--dir", str(folder), "--table-jobs", "2",
                         "--index-jobs", "2", "--skip-extensions", "--no-owner", "--no-acl"], log=self.log)

    def run_copy_pipe(self, table):
        source, target = self.servers.pg_url % ("bench_" + table), self.servers.pg_url % "bench_target"
        quiet = "psql -qX -v ON_ERROR_STOP=1"
        return Measured(f"""set -eo pipefail
            pg_dump --section=pre-data -t {table} '{source}' | {quiet} '{target}' >/dev/null
            {quiet} '{source}' -c 'COPY {table} TO STDOUT (FORMAT binary)' | {quiet} '{target}' -c 'COPY {table} FROM STDIN (FORMAT binary)'
            pg_dump --section=post-data -t {table} '{source}' | {quiet} '{target}' >/dev/null""", shell=True, log=self.log)

    def keep_copy_file(self, table):
        """What "COPY file" loads: the rows and definitions that dmsnode left on the target."""
        target, schema = self.servers.pg_url % "bench_target", f"bench_{table}"
        subprocess.run(["psql", "-qX", target, "-c", f"\\copy {schema}.{table} TO '{self.work / 'rows.copy'}' (FORMAT binary)"],
                       check=True)
        dump = lambda section: subprocess.run(["pg_dump", "--section=" + section, "-t", f"{schema}.{table}", target],
                                              check=True, capture_output=True, text=True).stdout
        (self.work / "before.sql").write_text(f"CREATE SCHEMA {schema};\n" + dump("pre-data"))
        keys = [" ".join(k.split()) for k in re.findall(r"^(?:ALTER TABLE ONLY|CREATE)[^;]*ADD[^;]*;|^CREATE[^;]*INDEX[^;]*;",
                                                         dump("post-data"), re.M)]
        (self.work / "keys.sql").write_text("\n".join(keys) + "\n")

    def run_copy_file(self, table):
        quiet = f"psql -qX -v ON_ERROR_STOP=1 '{self.servers.pg_url % 'bench_target'}'"
        return Measured(f"""set -eo pipefail
            {quiet} -f {self.work / 'before.sql'} >/dev/null
            {quiet} -c "\\copy bench_{table}.{table} FROM '{self.work / 'rows.copy'}' (FORMAT binary)"
            while read -r key; do {quiet} -c "SET maintenance_work_mem = '256MB'" -c "$key" & done < {self.work / 'keys.sql'}
            wait""", shell=True, log=self.log)

    def target_rows(self, table):
        schema = self.servers.pg("bench_target", f"SELECT table_schema FROM information_schema.tables WHERE table_name = '{table}'")
        if not schema:
            return "no table"
        indexes = self.servers.pg("bench_target", f"SELECT count(*) FROM pg_indexes WHERE tablename = '{table}'")
        return self.servers.pg("bench_target", f'SELECT count(*) FROM "{schema}".{table}') + " rows, " + indexes + " indexes"


def tools_for(bench, engine, table, round_number):
    yield "dmsnode", lambda: bench.run_dmsnode(engine, table, round_number)
    if engine == "mariadb":
        yield "COPY file", lambda: bench.run_copy_file(table)
        yield "pgloader", lambda: bench.run_pgloader(table)
    else:
        yield "pgcopydb", lambda: bench.run_pgcopydb(table)
        yield "COPY | COPY", lambda: bench.run_copy_pipe(table)


def run_case(bench, engine, table, rows, rounds):
    results = {}
    expected = f"{rows} rows, {3 if table == 'narrow' else 1} indexes"
    for round_number in range(rounds):
        for name, run in tools_for(bench, engine, table, round_number):
            bench.servers.fresh_target()
            measured = run()
            arrived = bench.target_rows(table)
            if not measured.ok or arrived != expected:
                print(f"  {name}: {'failed' if not measured.ok else 'ended'} with {arrived}, expected {expected}", flush=True)
                if name == "dmsnode":
                    sys.exit(f"dmsnode did not do the work; see {bench.log}")
                if arrived.split(" ")[0] != str(rows):
                    continue
            results.setdefault(name, []).append((round_number, measured))
            if name == "dmsnode" and engine == "mariadb":
                bench.keep_copy_file(table)
    print(f"\n{engine} -> postgres, {table}, {rows} rows, {rounds} rounds")
    print(f"  {'tool':12} {'wall s':>8} {'CPU s':>8} {'peak MB':>8}   wall / dmsnode's, each round")
    ours = dict(results["dmsnode"])
    for name, runs in results.items():
        ratios = [m.wall / ours[r].wall for r, m in runs]
        median = lambda field: statistics.median(getattr(m, field) for _, m in runs)
        print(f"  {name:12} {median('wall'):8.2f} {median('cpu'):8.2f} {median('peak_mb'):8.0f}   "
              f"{statistics.median(ratios):5.2f}  ({', '.join(f'{x:.2f}' for x in ratios)})", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("what", nargs="?", default="load")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--narrow-rows", type=int, default=2_000_000)
    parser.add_argument("--wide-rows", type=int, default=200_000)
    parser.add_argument("--only", default="mariadb-narrow,mariadb-wide,postgres-narrow,postgres-wide")
    options = parser.parse_args()
    cases = [tuple(case.split("-")) for case in options.only.split(",")]
    servers = Servers(os.environ["DMSNODE_TEST_SERVERS"])
    rows = {"narrow": options.narrow_rows, "wide": options.wide_rows}
    statements = {"narrow": NARROW, "wide": wide()}
    with tempfile.TemporaryDirectory(prefix="dmsnode-bench-") as work:
        for engine, table in cases:
            servers.fill(engine, table, statements[table][engine], rows[table])
        for table in ("narrow", "wide"):
            if ("postgres", table) not in cases:
                servers.pg("postgres", f"CREATE DATABASE bench_{table}")
        bench = Bench(os.path.abspath(options.binary), servers, pathlib.Path(work))
        for engine, table in cases:
            run_case(bench, engine, table, rows[table], options.rounds)


if __name__ == "__main__":
    main()
