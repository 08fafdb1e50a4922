"""Kill -9 at random moments: the node ends SUCCESS after a restart, and the target equals the source.

usage: kill_test.py DMSNODE [KILLS [SEED]]      (DMSNODE_TEST_SERVERS names the env file of scripts/servers.sh)

Each round runs a workflow with one MariaDB → PostgreSQL node in a fresh data folder, waits for a random signal (the n-th line
of output, or so many rows committed on the target), waits a random moment more, kills the process with SIGKILL, and runs the
same command again until a run is not killed. The end state, the exit code and a comparison of every table are checked.
"""
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time
import uuid

BINARY = str(pathlib.Path(sys.argv[1]).resolve())
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else random.SystemRandom().randrange(1 << 32)
ROWS = 60_000
MAPPINGS = '{{"rules": [{{"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include", ' \
           '"object-locator": {{"schema-name": "{}", "table-name": "%"}}}}]}}'


def servers():
    path = os.environ.get("DMSNODE_TEST_SERVERS")
    if not path:
        sys.exit("kill_test.py: DMSNODE_TEST_SERVERS is not set: ./dev test sets it")
    return dict(line.strip().split("=", 1) for line in open(path) if "=" in line)


class Databases:
    def __init__(self, server):
        self.server = server
        self.name = "kill_" + uuid.uuid4().hex[:12]
        tables = "".join(f"CREATE TABLE t{i} (id INT UNSIGNED PRIMARY KEY, name VARCHAR(60) NOT NULL, price DECIMAL(10,2), at DATETIME(3), KEY (name)); "
                         f"INSERT INTO t{i} SELECT seq, CONCAT('row 🚲 ', seq), IF(seq % 7, seq / 4, NULL), '2026-01-01' + INTERVAL seq SECOND "
                         f"FROM seq_1_to_{ROWS // 4}; " for i in range(4))
        tables += "CREATE TABLE no_key (a INT, b TEXT); INSERT INTO no_key SELECT seq % 100, 'same' FROM seq_1_to_5000;"
        self.mariadb(f"CREATE DATABASE {self.name} CHARACTER SET utf8mb4; USE {self.name}; {tables}")

    def mariadb(self, sql):
        subprocess.run(["mariadb", "--no-defaults", "-h127.0.0.1", "-P", self.server["MARIADB_PORT"], "-u", self.server["MARIADB_USER"],
                        "--default-character-set=utf8mb4"], input=sql, text=True, check=True, env={**os.environ, "MYSQL_PWD": self.server["MARIADB_PASSWORD"]})

    def psql(self, sql):
        subprocess.run(["psql", "-qX", "-h127.0.0.1", "-p", self.server["PG_PORT"], "-U", self.server["PG_USER"], "-d", "postgres", "-c", sql],
                       check=True, env={**os.environ, "PGPASSWORD": self.server["PG_PASSWORD"]})


class Round:
    def __init__(self, databases, folder, target):
        self.folder = pathlib.Path(folder)
        server = databases.server
        (self.folder / "pw-maria").write_text(server["MARIADB_PASSWORD"])
        (self.folder / "pw-pg").write_text(server["PG_PASSWORD"])
        place = ("--server", "127.0.0.1")
        self.cli("endpoint", "create", "src", "--type", "source", "--engine", "mariadb", *place, "--port", server["MARIADB_PORT"],
                 "--user", server["MARIADB_USER"], "--password-file", "pw-maria")
        self.cli("endpoint", "create", "dst", "--type", "target", "--engine", "postgres", *place, "--port", server["PG_PORT"],
                 "--user", server["PG_USER"], "--password-file", "pw-pg", "--database", target)
        params = {"migrationType": "full-load", "replicationTaskIdentifier": "killed", "replicationInstanceArn": "local",
                  "sourceEndpointArn": "src", "targetEndpointArn": "dst", "tableMappings": MAPPINGS.format(databases.name),
                  "replicationTaskSettings": json.dumps({"FullLoadSettings": {"CommitRate": 1000, "MaxFullLoadSubTasks": 2}})}
        workflow = {"name": "kill", "tasks": [{"name": "load", "taskType": "DMS", "taskParams": params}]}
        (self.folder / "kill.json").write_text(json.dumps(workflow))
        self.runs = 0

    def cli(self, *arguments, check=True):
        done = subprocess.run([BINARY, *arguments, "--data", str(self.folder / "data")], capture_output=True, text=True, cwd=self.folder, timeout=300)
        if check and done.returncode != 0:
            raise AssertionError(f"{arguments} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def run_and_kill(self, choose):
        """Runs the workflow and kills it at the chosen moment. True if it was still running then."""
        self.runs += 1
        output = self.folder / f"out-{self.runs}"
        lines, rows, pause = choose
        with open(output, "w") as out:
            process = subprocess.Popen([BINARY, "run", "kill.json", "--json", "--data", str(self.folder / "data")], stdout=out, stderr=out, cwd=self.folder)
            deadline = time.monotonic() + 120
            while process.poll() is None and time.monotonic() < deadline:
                text = output.read_text()
                loaded = [int(n) for n in re.findall(r'"rowsLoaded":(\d+)', text)]
                if text.count("\n") >= lines and (rows == 0 or (loaded and max(loaded) >= rows)):
                    break
                time.sleep(0.002)
            time.sleep(pause)
            running = process.poll() is None
            if running:
                process.kill()
            process.wait(60)
        # Killed between its last word and its exit: nothing was left to resume.
        return running and '"event":"workflow_ended"' not in output.read_text()

    def to_the_end(self):
        done = self.cli("run", "kill.json", "--json", check=False)
        events = [json.loads(line) for line in done.stdout.splitlines()]
        end = events[-1] if events else {}
        if done.returncode != 0 or end.get("state") != "success" or end["tasks"][0]["state"] != "success":
            raise AssertionError(f"the run after the kills ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
        return events

    def check_equal(self):
        report = json.loads(self.cli("compare", "killed", "--json").stdout)
        if not report["equal"] or len(report["tables"]) != 5:
            raise AssertionError(f"source and target differ: {report}")
        tasks = json.loads(self.cli("task", "list", "--json").stdout)["ReplicationTasks"]
        if len(tasks) != 1:
            raise AssertionError(f"{len(tasks)} replication tasks instead of one")


def choose(rng):
    """Where to kill: after so many lines of output, or rows on the target, plus a moment."""
    if rng.random() < 0.5:
        return rng.randint(0, 14), 0, rng.random() * 0.12
    return 0, rng.randint(1, ROWS), rng.random() * 0.05


def main():
    print(f"kill_test: {KILLS} kills, seed {SEED}", flush=True)
    rng = random.Random(SEED)
    databases = Databases(servers())
    kills = 0
    try:
        while kills < KILLS:
            target = databases.name + f"_{kills}"
            databases.psql(f"CREATE DATABASE {target}")
            with tempfile.TemporaryDirectory(prefix="dmsnode-kill-") as folder:
                one = Round(databases, folder, target)
                wanted = min(rng.randint(1, 3), KILLS - kills)
                moments = []
                for _ in range(wanted):
                    moment = choose(rng)
                    killed = one.run_and_kill(moment)
                    moments.append((moment, killed))
                    if not killed:
                        break
                    kills += 1
                if moments[-1][1]:
                    events = one.to_the_end()
                    print(f"  killed {len(moments)}x at {[m for m, _ in moments]}: resumed={events[0]['resumed']}, success", flush=True)
                else:
                    print(f"  not killed in time at {moments[-1][0]}", flush=True)
                one.check_equal()
            databases.psql(f"DROP DATABASE {target} WITH (FORCE)")
    finally:
        databases.mariadb(f"DROP DATABASE {databases.name}")
    print("kill_test: every run ended SUCCESS and every target equals its source")


if __name__ == "__main__":
    main()
