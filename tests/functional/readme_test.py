"""What README.md shows works: its workflow file, its dmsnode commands, its aws command, and every file it links to.

usage: readme_test.py DMSNODE      (DMSNODE_TEST_SERVERS names the env file of scripts/servers.sh)
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import uuid

BINARY = pathlib.Path(sys.argv[1]).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
SERVERS = dict(line.strip().split("=", 1) for line in open(os.environ["DMSNODE_TEST_SERVERS"]))


def block(language, holding):
    return next(text for text in re.findall(rf"```{language}\n(.*?)```", README, re.S) if holding in text)


class Readme(unittest.TestCase):
    def test_every_link_leads_somewhere(self):
        links = re.findall(r"\]\(([^)#]+)\)", README)
        self.assertGreater(len(links), 8)
        self.assertEqual([], [link for link in links if not (ROOT / link).exists()])

    def test_commands_of_dev_exist(self):
        usage = subprocess.run([ROOT / "dev", "help"], check=True, capture_output=True, text=True).stdout
        commands = re.findall(r"^\./dev (\w+)", block("sh", "./dev demo"), re.M)
        self.assertEqual(["demo", "test"], commands)
        for command in commands:
            self.assertRegex(usage, rf"(?m)^  {command} ")

    def test_the_workflow_runs_as_shown(self):
        schema = "readme_" + uuid.uuid4().hex[:10]
        mariadb = ["mariadb", "--no-defaults", "-h127.0.0.1", "-P" + SERVERS["MARIADB_PORT"], "-u" + SERVERS["MARIADB_USER"]]
        psql = ["psql", "-qAtX", "-h127.0.0.1", "-p" + SERVERS["PG_PORT"], "-U" + SERVERS["PG_USER"]]
        env = dict(os.environ, MYSQL_PWD=SERVERS["MARIADB_PASSWORD"], PGPASSWORD=SERVERS["PG_PASSWORD"])
        subprocess.run(mariadb + ["-e", f"CREATE DATABASE {schema}; CREATE TABLE {schema}.t (id INT PRIMARY KEY, name TEXT); "
                                  f"INSERT INTO {schema}.t VALUES (1, 'ada'), (2, NULL)"], check=True, env=env)
        subprocess.run(psql + ["-dpostgres", "-c", f"CREATE DATABASE {schema}"], check=True, env=env)
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            (work / "nightly.yaml").write_text(block("yaml", "name: nightly").replace('"shop"', f'"{schema}"'))
            (work / "mariadb.password").write_text(SERVERS["MARIADB_PASSWORD"])
            (work / "postgres.password").write_text(SERVERS["PG_PASSWORD"])
            script = block("sh", "dmsnode run nightly.yaml")
            script = (script.replace("3306", SERVERS["MARIADB_PORT"]).replace("5432", SERVERS["PG_PORT"])
                      .replace("--user shop", "--user dmsnode").replace("--database shop", f"--database {schema}"))
            (work / "dmsnode").symlink_to(BINARY)
            run = subprocess.run(["bash", "-euc", script], cwd=work, capture_output=True, text=True,
                                 env=dict(env, PATH=f"{work}:{env['PATH']}", XDG_STATE_HOME=str(work / "state")), timeout=120)
            self.assertEqual(0, run.returncode, run.stdout + run.stderr)
        rows = subprocess.run(psql + ["-d" + schema, "-c", f"SELECT id, name FROM {schema}.t ORDER BY id"], check=True, env=env,
                              capture_output=True, text=True).stdout
        self.assertEqual("1|ada\n2|\n", rows)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
