"""The commands of the scheduler's server, against a real `dmsnode serve`.

usage: server_cli_test.py DMSNODE
"""
import http.server
import json
import os
import pathlib
import re
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import unittest

BINARY = str(pathlib.Path(sys.argv.pop(1)).resolve())
PASSWORD = "correct horse battery"

WORKFLOW = """\
name: nightly
description: moves the shop
tasks:
  - name: hello
    taskType: SHELL
    taskParams:
      rawScript: echo hello
  - name: world
    taskType: SHELL
    predecessors: [hello]
    taskParams:
      rawScript: echo world
"""


class Server:
    """A server on a fresh data folder; its first administrator has PASSWORD."""

    def __init__(self, folder):
        (folder / "admin.password").write_text(PASSWORD + "\n")
        self.process = subprocess.Popen([BINARY, "serve", "--listen", "127.0.0.1:0", "--data", str(folder / "data")],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                        env={**os.environ, "DMSNODE_ADMIN_PASSWORD_FILE": str(folder / "admin.password")})
        line = self.process.stdout.readline()
        self.url = re.search(r"http://\S+", line).group()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.process.stdout.close()


class ServerCliTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="dmsnode-server-cli-")
        cls.root = pathlib.Path(cls.folder.name)
        cls.server = Server(cls.root)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.folder.cleanup()

    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(dir=self.root))
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("DMSNODE_")}
        self.env.update(HOME=str(self.home), XDG_CONFIG_HOME=str(self.home / "config"), DMSNODE_SERVER=self.server.url)

    def cli(self, *arguments, code=0, stdin=None, env=None):
        done = subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=120, cwd=self.home,
                              env={**self.env, **(env or {})}, input=stdin or "")
        self.assertEqual(done.returncode, code, f"{arguments}\nstdout: {done.stdout}\nstderr: {done.stderr}")
        self.assertNotIn(PASSWORD, done.stdout + done.stderr)
        return done

    def json(self, *arguments, **options):
        return json.loads(self.cli(*arguments, "--json", **options).stdout)

    def login(self):
        self.cli("login", "--password-file", str(self.root / "admin.password"))

    def write(self, name, text):
        (self.home / name).write_text(text)
        return name


class Login(ServerCliTest):
    def test_nobody_gets_7_and_how_to_log_in(self):
        done = self.cli("user", "list", code=7)
        self.assertIn(f"dmsnode login --server {self.server.url}", done.stderr)

    def test_wrong_password_is_7_and_saves_nothing(self):
        self.cli("login", "--password-file", "-", stdin="wrong\n", code=7)
        self.assertFalse((self.home / "config").exists())

    def test_login_saves_a_token_that_only_the_owner_can_read(self):
        done = self.cli("login", "--password-file", "-", stdin=PASSWORD + "\n")
        self.assertIn("logged in as admin until 20", done.stdout)
        file = self.home / "config/dmsnode/tokens.json"
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        saved = json.loads(file.read_text())[self.server.url]
        self.assertEqual(saved["user"], "admin")
        self.assertNotIn(saved["token"], done.stdout)
        self.assertIn("admin", self.cli("user", "list").stdout)
        # Another log-in revokes the token of the one before.
        self.login()
        self.cli("user", "list", code=7, env={"DMSNODE_TOKEN": saved["token"]})
        self.cli("user", "list")
        # Log-out revokes, and forgets.
        token = json.loads(file.read_text())[self.server.url]["token"]
        self.cli("logout")
        self.assertEqual(json.loads(file.read_text()), {})
        self.cli("user", "list", code=7, env={"DMSNODE_TOKEN": token})
        self.assertIn("nobody is logged in", self.cli("logout").stderr)

    def test_no_session_stays_behind_and_scope_is_the_tokens(self):
        self.cli("login", "--scope", "read", "--password-file", str(self.root / "admin.password"))
        self.cli("user", "list", code=7)  # needs the scope admin
        self.assertIn("SCOPE", self.cli("token", "list").stdout)

    def test_a_server_that_is_not_there_is_6(self):
        done = self.cli("user", "list", "--server", "http://127.0.0.1:1", code=6)
        self.assertIn("is `dmsnode serve` running there?", done.stderr)

    def test_plain_http_beyond_loopback_and_bad_urls_are_2(self):
        for url in ("http://scheduler.example", "scheduler.example", "https://user:pw@scheduler.example"):
            done = self.cli("user", "list", "--server", url, code=2)
            self.assertNotIn(":pw", done.stderr)


class Users(ServerCliTest):
    def setUp(self):
        super().setUp()
        self.login()

    def test_users_come_and_change(self):
        password = self.write("anna.password", "password of anna\n")
        anna = self.json("user", "create", "anna", "--password-file", password)
        self.assertEqual((anna["name"], anna["administrator"]), ("anna", False))
        self.assertEqual(self.json("user", "get", "anna")["code"], anna["code"])
        self.assertEqual(self.json("user", "get", anna["code"])["name"], "anna")
        self.assertTrue(self.json("user", "modify", "anna", "--disabled", "yes")["disabled"])
        self.assertFalse(self.json("user", "modify", "anna", "--disabled", "no")["disabled"])
        self.cli("user", "password", "anna", "--password-file", "-", stdin="another password\n")
        self.cli("login", "--user", "anna", "--password-file", "-", stdin="another password\n",
                 env={"XDG_CONFIG_HOME": str(self.home / "anna")})
        again = self.cli("user", "create", "anna", "--password-file", password, code=1)
        self.assertIn("Conflict: ", again.stderr)
        unknown = self.cli("user", "get", "ana", code=1)
        self.assertIn('there is no user "ana" (did you mean "anna"?)', unknown.stderr)

    def test_problems_are_told_with_their_places(self):
        done = self.cli("user", "create", "x" * 500, "--password-file", "-", stdin="a long password\n", code=1)
        self.assertRegex(done.stderr, r"^dmsnode: Bad Request: the body is not valid\n  \$\.name: ")

    def test_tokens_come_and_go(self):
        made = self.json("token", "create", "ci", "--scope", "admin", "--expires", "2999-01-01T00:00:00Z")
        self.assertIn("ci", self.cli("token", "list").stdout)
        file = self.write("ci.token", made["token"] + "\n")
        nobody = {"XDG_CONFIG_HOME": str(self.home / "nobody")}
        self.cli("user", "list", "--token-file", file, env=nobody)
        self.cli("user", "list", env={**nobody, "DMSNODE_TOKEN": made["token"]})
        self.cli("token", "delete", "ci")
        self.cli("user", "list", "--token-file", file, env=nobody, code=7)
        self.cli("token", "create", "ci", code=2)


def served(binary_url):
    """The paths that this build serves."""
    import urllib.request
    with urllib.request.urlopen(binary_url + "/api/v1/openapi.json", timeout=30) as reply:
        return set(json.load(reply)["paths"])


class Projects(ServerCliTest):
    def setUp(self):
        super().setUp()
        if "/projects" not in served(self.server.url):
            self.skipTest("this build serves no projects")
        self.login()
        self.project = "p" + self.home.name
        self.cli("project", "create", self.project, "--description", "of a test")
        self.env["DMSNODE_PROJECT"] = self.project

    def test_projects_parameters_and_members(self):
        project = self.json("project", "get", self.project)
        self.assertEqual(project["description"], "of a test")
        changed = self.json("project", "modify", self.project, "--description", "other")
        self.assertEqual((changed["name"], changed["description"]), (self.project, "other"))
        self.assertIn(self.project, self.cli("project", "list").stdout)
        self.cli("project", "parameter", "set", "schema", "shop")
        self.cli("project", "parameter", "set", "schema", "store")
        items = self.json("project", "parameter", "list")["items"]
        self.assertEqual([(i["name"], i["value"]) for i in items], [("schema", "store")])
        wrong = self.cli("project", "parameter", "set", "n", "x", "--type", "INTEGER", code=1)
        self.assertIn("  $.value: ", wrong.stderr)
        self.cli("project", "parameter", "delete", "schema")
        name = "user-" + self.home.name
        self.cli("user", "create", name, "--password-file", "-", stdin="password of them\n")
        self.cli("project", "member", "set", name, "--role", "viewer")
        self.assertEqual(self.json("project", "member", "list")["items"][0]["name"], name)
        self.cli("project", "member", "delete", name)
        self.assertEqual(self.json("project", "member", "list")["items"], [])
        self.cli("project", "delete", self.project)
        self.cli("project", "get", self.project, code=1)

    def test_workflows_from_file_to_file(self):
        file = self.write("nightly.yaml", WORKFLOW)
        self.assertIn("nightly: version 1, OFFLINE", self.cli("workflow", "save", file).stdout)
        self.write(file, WORKFLOW.replace("echo world", "echo earth"))
        self.assertIn("nightly: version 2, OFFLINE", self.cli("workflow", "save", file).stdout)
        self.assertIn("echo earth", self.cli("workflow", "diff", "nightly", "1", "2").stdout)
        self.assertEqual([v["version"] for v in self.json("workflow", "versions", "nightly")["items"]], [2, 1])
        self.cli("workflow", "restore", "nightly", "1")
        self.assertIn("echo world", self.cli("workflow", "export", "nightly").stdout)
        self.cli("workflow", "export", "nightly", "-o", "copy.yaml")
        self.cli("workflow", "validate", "copy.yaml")
        self.assertEqual(self.json("workflow", "online", "nightly")["releaseState"], "ONLINE")
        self.assertEqual(len(self.json("workflow", "list", "--state", "ONLINE")["items"]), 1)
        self.cli("workflow", "delete", "nightly", code=1)
        self.cli("workflow", "offline", "nightly")
        for family in ("3.2", "3.3"):
            self.cli("workflow", "export", "nightly", "--family", family, "-o", f"{family}.json")
        self.cli("workflow", "delete", "nightly")
        self.assertIn("nightly", self.cli("workflow", "import", "3.2.json").stdout)
        self.assertIn("hello", json.dumps(self.json("workflow", "get", "nightly")["document"]))

    def test_a_wrong_file_is_3_with_its_lines(self):
        file = self.write("wrong.yaml", WORKFLOW.replace("predecessors: [hello]", "predecessors: [helo]"))
        for command in ("save", "validate"):
            done = self.cli("workflow", command, file, code=3)
            self.assertRegex(done.stderr, r"  line 1\d: \$\.tasks\[1\]\.predecessors\[0\]: ")
        self.cli("workflow", "save", "missing.yaml", code=6)
        self.assertEqual(self.json("workflow", "list")["items"], [])

    def test_which_project_is_asked(self):
        self.cli("project", "create", self.project + "-2")
        del self.env["DMSNODE_PROJECT"]
        done = self.cli("workflow", "list", code=2)
        self.assertIn("which project is meant? (--project NAME", done.stderr)
        self.cli("workflow", "list", "--project", self.project)


class Shared(ServerCliTest):
    def setUp(self):
        super().setUp()
        if "/environments" not in served(self.server.url):
            self.skipTest("this build serves no environments")
        self.login()

    def test_environments_and_groups(self):
        shell = self.write("spark.sh", "export SPARK_HOME=/opt/spark\n")
        self.cli("environment", "create", "spark", "--shell-file", shell)
        self.cli("environment", "modify", "spark", "--description", "for big things")
        spark = self.json("environment", "get", "spark")
        self.assertEqual((spark["shellText"], spark["description"]),
                         ("export SPARK_HOME=/opt/spark\n", "for big things"))
        self.cli("environment", "delete", "spark")
        self.cli("worker-group", "create", "gpu")
        self.cli("worker-group", "modify", "gpu", "--description", "rack 7")
        self.assertIn("rack 7", self.cli("worker-group", "list").stdout)
        self.cli("worker-group", "delete", "gpu")
        self.cli("project", "create", "groups")
        self.cli("task-group", "create", "warehouse", "--size", "4", "--project", "groups")
        self.assertEqual(self.json("task-group", "modify", "warehouse", "--size", "8", "--project", "groups")["size"], 8)

    def test_resources(self):
        file = self.write("load.sh", "echo one\n")
        self.cli("resource", "upload", file, "etl/load.sh")
        self.write(file, "echo two\n")
        self.cli("resource", "upload", file, "etl/load.sh")
        self.assertEqual(self.cli("resource", "download", "etl/load.sh", "-").stdout, "echo two\n")
        self.cli("resource", "move", "etl/load.sh", "etl/other.sh")
        self.assertEqual([r["path"] for r in self.json("resource", "list", "etl/")["items"]], ["etl/other.sh"])
        self.cli("resource", "download", "etl/other.sh")
        self.assertEqual((self.home / "other.sh").read_text(), "echo two\n")
        self.cli("resource", "delete", "etl/other.sh")
        self.assertEqual(self.json("resource", "list")["items"], [])


class PlayedServer(http.server.BaseHTTPRequestHandler):
    """Plays a workflow instance that goes on at each look; what came is in `asked`."""
    protocol_version = "HTTP/1.1"
    asked, states, lose = [], [], 0

    def log_message(self, *arguments):
        pass

    def answer(self, body, status=200):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append((self.path, json.loads(body or "null"), self.headers.get("Idempotency-Key")))
        if PlayedServer.lose > 0:
            PlayedServer.lose -= 1
            self.close_connection = True
            return
        self.answer({"code": "9", "state": "running", "created": True}, 201)

    def do_GET(self):
        path = self.path.split("?")[0].removeprefix("/api/v1/projects/1")
        if path == "/workflows":
            return self.answer({"items": [{"name": "nightly", "code": "5"}]})
        if path == "/instances/9":
            state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
            return self.answer({"code": "9", "name": "nightly-9", "state": state})
        if path == "/instances/9/tasks":
            return self.answer({"items": [{"name": "load", "state": self.states[0]}]})
        if path == "/instances/9/attempts":
            return self.answer({"items": [{"code": str(n), "taskName": "load", "number": n, "result": "failure", "hint": "h",
                                           "message": f"attempt {n} broke", "ended": "2026-11-22T00:00:00.000Z"}
                                          for n in (1, 2)]})
        if path.startswith("/instances/9/attempts/"):
            text, offset = f"log of {path[22]}\x1b[2J\n", int(self.path.split("offset=")[1])
            return self.answer({"text": text[offset:], "offset": offset, "next": len(text), "size": len(text), "ended": True})
        return self.answer({"items": [{"name": "sales", "code": "1"}]})


class Runs(ServerCliTest):
    """Starts, waiting and logs, against a played server: all of their ends in no time."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="dmsnode-server-cli-")
        cls.root = pathlib.Path(cls.folder.name)
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), PlayedServer)
        cls.server.daemon_threads = True
        cls.server.url = f"http://127.0.0.1:{cls.server.server_address[1]}"
        cls.server.stop = cls.server.shutdown
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()

    def test_waiting_ends_with_the_instance(self):
        for states, code in ((["running", "running", "success"], 0), (["running", "failure"], 1), (["stopping", "killed"], 4),
                             (["paused"], 4)):
            PlayedServer.states[:] = states
            done = self.cli("workflow", "start", "nightly", "--wait", code=code)
            self.assertEqual(done.stdout, f"nightly-9: {states[-1]}\n")
            self.assertEqual("load: attempt 2 broke (h)" in done.stderr, code == 1)
            self.assertNotIn("attempt 1 broke", done.stderr)
        PlayedServer.states[:] = ["dancing"]
        self.assertIn('unknown state "dancing"', self.cli("workflow-instance", "wait", "9", code=6).stderr)

    def test_a_start_says_all_and_happens_once(self):
        PlayedServer.asked.clear()
        PlayedServer.lose = 1
        done = self.cli("workflow", "start", "nightly", "--param", "a=1", "--param", "b=x=y", "--from", "load", "--scope",
                        "TASK_ONLY", "--dry-run", "--priority", "HIGH")
        self.assertEqual(done.stdout, "9\n")
        (path, body, key), again = PlayedServer.asked
        self.assertEqual(path, "/api/v1/projects/1/workflows/5/start")
        self.assertEqual(body, {"startParams": {"a": "1", "b": "x=y"}, "startNodes": ["load"], "scope": "TASK_ONLY",
                                "dryRun": True, "priority": "HIGH"})
        self.assertEqual((path, body, key), again)
        self.assertEqual(len(key), 36)
        PlayedServer.asked.clear()
        self.cli("workflow", "backfill", "nightly", "--at", "2026-11-22T00:00:00Z", "--parallelism", "3",
                 "--idempotency-key", "mine")
        self.assertEqual(PlayedServer.asked[0][1:], ({"dates": ["2026-11-22T00:00:00Z"], "parallelism": 3}, "mine"))

    def test_logs(self):
        self.assertEqual(self.cli("log", "9", "load").stdout, "log of 2?[2J\n")
        self.assertEqual(self.cli("log", "9", "load", "--attempt", "1", "--follow").stdout, "log of 1?[2J\n")
        self.cli("log", "9", "load", "--attempt", "7", code=1)


class Help(ServerCliTest):
    def test_every_command_has_help_with_examples(self):
        def walk(path):
            text = self.cli(*path, "--help").stdout
            subcommands = re.search(r"\nSubcommands:\n((?:  .*\n)+)", text)
            if not subcommands:
                self.assertIn(f"\n  dmsnode {' '.join(path)}", text, path)
                return 1
            names = re.findall(r"^  (\S+)", subcommands.group(1), re.M)
            return sum(walk([*path, name]) for name in names)

        groups = ("login", "logout", "project", "workflow", "workflow-instance", "log", "schedule", "environment",
                  "worker-group", "workers", "task-group", "resource", "alarm", "user", "token")
        self.assertGreater(sum(walk([group]) for group in groups), 80)

    def test_completion_knows_them(self):
        script = self.write("complete.bash", self.cli("completion", "bash").stdout)
        for words, expected in ((("workflow", "ba"), "backfill"), (("alarm", "channel", "te"), "test"),
                                (("workflow", "start", "--wa"), "--wait"), (("project", "par"), "parameter")):
            line = " ".join(f"'{w}'" for w in ("dmsnode", *words))
            command = (f"source ./{script}; COMP_WORDS=({line}); COMP_CWORD={len(words)}; _dmsnode; "
                       "echo ${COMPREPLY[@]}")
            done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=self.home, check=True)
            self.assertIn(expected, done.stdout.split(), words)
        self.assertIn("__fish_seen_subcommand_from alarm; and __fish_seen_subcommand_from channel; and",
                      self.cli("completion", "fish").stdout)

    def test_wrong_usage_is_2(self):
        for arguments in (("workflow",), ("user", "create"), ("task-group", "create", "g", "--size", "many"),
                          ("schedule", "set", "x", "--priority", "URGENT"), ("workflow", "start", "w", "--param", "x"),
                          ("workflow", "backfill", "w"), ("log", "1"), ("user", "modify", "a", "--disabled", "maybe")):
            self.assertTrue(self.cli(*arguments, code=2).stderr, arguments)


if __name__ == "__main__":
    unittest.main()
