"""Drives the built binary through its command line: every command's good and bad paths, messages and exit codes.

usage: cli_test.py DMSNODE      (DMSNODE_TEST_SERVERS names the env file of scripts/servers.sh)
"""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

BINARY = str(pathlib.Path(sys.argv.pop(1)).resolve())
ROOT = pathlib.Path(__file__).resolve().parents[2]


def servers():
    path = os.environ.get("DMSNODE_TEST_SERVERS")
    if not path:
        sys.exit("cli_test.py: DMSNODE_TEST_SERVERS is not set: ./dev test sets it")
    return dict(line.strip().split("=", 1) for line in open(path) if "=" in line)


def wait_for(condition, seconds=30):
    """Waits for a signal, with a deadline."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("waited in vain")


class CliTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="dmsnode-cli-")
        self.dir = pathlib.Path(self.folder.name)
        self.data = self.dir / "data"
        self.env = {**os.environ, "HOME": str(self.dir), "XDG_STATE_HOME": str(self.dir / "state")}
        for name in list(self.env):
            if name.startswith("AWS_"):
                del self.env[name]

    def tearDown(self):
        self.folder.cleanup()

    def run_cli(self, *arguments, code=0, env=None):
        done = subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=120, cwd=self.dir,
                              env={**self.env, **(env or {})}, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, code, f"{arguments}\nstdout: {done.stdout}\nstderr: {done.stderr}")
        return done

    def with_data(self, *arguments, **options):
        return self.run_cli(*arguments, "--data", str(self.data), **options)

    def write(self, name, text):
        (self.dir / name).write_text(text)
        return name


class Usage(CliTest):
    def test_version_and_help(self):
        self.assertRegex(self.run_cli("--version").stdout, r"^dmsnode \d+\.\d+\.\d+\n$")
        text = self.run_cli("--help").stdout
        for command in ("run", "validate", "serve", "key", "endpoint", "instance", "task", "compare", "completion"):
            self.assertIn(f"\n  {command} ", text)
            self.assertIn("Exit codes", text)

    def test_every_command_has_help_with_examples(self):
        for command in ("run", "validate", "serve", "key create", "key list", "key delete", "endpoint create",
                        "endpoint modify", "endpoint delete", "endpoint list", "endpoint test", "instance create",
                        "instance delete", "instance list", "task create", "task start", "task stop", "task delete",
                        "task list", "task describe", "task statistics", "task compare", "compare", "completion"):
            text = self.run_cli(*command.split(), "--help").stdout
            self.assertIn("Examples:\n", text, command)
            self.assertIn(f"  dmsnode {command}", text.replace("source <(dmsnode", "  dmsnode"), command)

    def test_wrong_usage_is_2(self):
        for arguments in ((), ("fly",), ("run",), ("run", "a", "--colour"), ("endpoint",), ("endpoint", "create", "x"),
                          ("endpoint", "create", "x", "--type", "source", "--engine", "mysql", "--port", "99999"),
                          ("completion", "tcsh"), ("serve", "--listen", "nowhere"), ("serve", "--log-level", "loud")):
            self.assertTrue(self.run_cli(*arguments, code=2).stderr, arguments)

    def test_completion_scripts(self):
        bash = self.run_cli("completion", "bash").stdout
        script = self.write("complete.bash", bash)
        def complete(*words):
            line = " ".join(f"'{w}'" for w in words)
            command = f"source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _dmsnode; echo ${{COMPREPLY[@]}}"
            return subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=self.dir, check=True).stdout.split()
        self.assertEqual(complete("dmsnode", "va"), ["validate"])
        self.assertIn("--password-file", complete("dmsnode", "endpoint", "create", "--pass"))
        self.assertIn("statistics", complete("dmsnode", "task", "st"))
        self.assertIn("--dry-run", complete("dmsnode", "validate", "--d"))
        self.assertIn("#compdef dmsnode", self.run_cli("completion", "zsh").stdout)
        self.assertIn("complete -c dmsnode", self.run_cli("completion", "fish").stdout)


def task(name, extra="", params="replicationTaskArn: some-task, isRestartTask: true"):
    return f"  - name: {name}\n    taskType: DMS\n    taskParams: {{{params}}}\n{extra}"


MAPPINGS = json.dumps({"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                                  "object-locator": {"schema-name": "%", "table-name": "%"}}]})


def create(**changes):
    """taskParams of a node that creates and starts."""
    params = {"migrationType": "full-load", "replicationTaskIdentifier": "t", "replicationInstanceArn": "local",
              "sourceEndpointArn": "s", "targetEndpointArn": "t", "tableMappings": MAPPINGS}
    params.update(changes)
    return json.dumps({name: value for name, value in params.items() if value is not None})[1:-1]


class Validate(CliTest):
    def check(self, text, *messages, name="w.yaml", parameters=(), code=3):
        self.write(name, text)
        done = self.run_cli("validate", name, *parameters, code=code)
        for message in messages:
            self.assertIn(message, done.stderr)

    def test_examples_are_valid(self):
        done = self.run_cli("validate", str(ROOT / "examples/shop.yaml"))
        self.assertEqual(done.stderr, "")
        self.assertRegex(done.stdout, r"shop\.yaml: valid, 3 nodes\n")

    def test_dry_run_shows_the_requests(self):
        done = self.run_cli("validate", str(ROOT / "examples/shop.yaml"), "--dry-run", "--json", "--param", "schema=store")
        report = json.loads(done.stdout)
        self.assertTrue(report["valid"])
        self.assertEqual([n["task"] for n in report["nodes"]], ["load_shop", "copy_to_sqlite", "reload_shop"])
        operations = [r["operation"] for r in report["nodes"][0]["requests"]]
        self.assertIn("CreateReplicationTask", operations)
        self.assertIn("StartReplicationTask", operations)
        self.assertIn('\\"schema-name\\": \\"store\\"', done.stdout)

    def test_problems_as_json(self):
        self.write("w.yaml", "name: w\ntasks:\n" + task("a", "    flagg: YES\n"))
        report = json.loads(self.run_cli("validate", "w.yaml", "--json", code=3).stdout)
        self.assertFalse(report["valid"])
        self.assertEqual(report["problems"][0], {"file": "w.yaml", "line": 6, "path": "$.tasks[0].flagg", "expected": "",
                                                 "message": 'unknown field "flagg"', "hint": 'did you mean "flag"?', "warning": False})

    def test_missing_file_is_6_and_bad_parameter_is_2(self):
        self.assertIn("no.yaml", self.run_cli("validate", "no.yaml", code=6).stderr)
        self.write("w.yaml", "name: w\ntasks:\n" + task("a"))
        self.assertIn('--param "x" is not NAME=VALUE', self.run_cli("validate", "w.yaml", "--param", "x", code=2).stderr)
        self.assertIn("twice", self.run_cli("validate", "w.yaml", "-p", "x=1", "-p", "x=2", code=2).stderr)

    def test_broken_files(self):
        head = "name: w\ntasks:\n"
        self.check("name: [", "w.yaml:1: $: broken YAML: end of sequence flow not found at line 1, column 1")
        self.check("name: w\ntasks:\n\t- name: a\n", "w.yaml:3: $: broken YAML:", "this line has a tab")
        self.check('{"name": "w", }', "w.json:1: $: broken JSON:", name="w.json")
        self.check('{"name": "w", "name": "v"}', 'the member "name" stands twice in one object', name="w.json")
        self.check("name: w\ntasks: []\n", "$.tasks: the workflow has no tasks")
        self.check(head + task("a", "    colour: red\n"), 'w.yaml:6: $.tasks[0].colour: unknown field "colour"')
        self.check(head + task("a") + task("a"), 'w.yaml:6: $.tasks[1].name: the name "a" is taken by the node at line 3')
        self.check(head + task("a", "    predecessors: [b]\n"), '$.tasks[0].predecessors[0]: there is no node "b"')
        self.check(head + task("a", "    predecessors: [a]\n"), 'the node "a" names itself')
        self.check(head + task("a", "    predecessors: [c]\n") + task("b", "    predecessors: [a]\n") + task("c", "    predecessors: [b]\n"),
                   "the nodes wait for each other in a circle: a → b → c → a")
        self.check(head + task("a").replace("DMS", "SHELL"), 'tasks of the type "SHELL" cannot be run; expected DMS')
        self.check(head + task("a", "    failRetryTimes: many\n"), '$.tasks[0].failRetryTimes: "many" is not allowed')
        self.check(head + task("a", "    timeoutFlag: OPEN\n    timeout: 0\n"), "a timeout of 0 minutes; expected at least 1 minute")
        self.check(head + task("a") + "connections: {p: {type: aws, secretAccessKey: hush}}\n", "a secret must not stand in this file")

    def test_nodes_are_checked(self):
        head = "name: w\ntasks:\n"
        for params, message in (
            (create(replicationInstanceArn=None), "$.tasks[0].taskParams.replicationInstanceArn"),
            (create(sourceEndpointArn=None), "$.tasks[0].taskParams.sourceEndpointArn"),
            (create(targetEndpointArn=None), "$.tasks[0].taskParams.targetEndpointArn"),
            (create(tableMappings=None), "$.tasks[0].taskParams.tableMappings"),
            (create(migrationType="full"), "$.tasks[0].taskParams.migrationType"),
            (create(replicationTaskIdentifier="9lives"), "$.tasks[0].taskParams.replicationTaskIdentifier"),
            (create(replicationTaskIdentifier="a--b"), "$.tasks[0].taskParams.replicationTaskIdentifier"),
            (create(tableMappings="{"), "$.tasks[0].taskParams.tableMappings"),
            (create(tableMappings='{"rules": []}'), "$.tasks[0].taskParams.tableMappings"),
            (create(tableMappings="file://missing.json"), "missing.json"),
            (create(tableMappings="file:///etc/passwd"), "$.tasks[0].taskParams.tableMappings"),
            (create(replicationTaskSettings='{"FullLoadSettings": {"CommitRate": 0}}'), "CommitRate"),
            (create(startReplicationTaskType="again"), "$.tasks[0].taskParams.startReplicationTaskType"),
            (create(migrationType="cdc", cdcStartTime="2026-01-01 00:00:00", cdcStartPosition="x"), "cdcStart"),
            (create(unknownThing="x"), "unknownThing"),
            (create(replicationTaskIdentifier="${nope}"), 'there is no parameter "nope"'),
            (create(replicationTaskIdentifier="t-$[nope]"), "bad time expression $[nope]"),
            (create(sourceEndpointArn="arn:aws:s3:::bucket"), "$.tasks[0].taskParams.sourceEndpointArn"),
            ("isRestartTask: true", "$.tasks[0].taskParams.replicationTaskArn"),
            ("isJsonFormat: true", "$.tasks[0].taskParams.jsonData"),
            ("isJsonFormat: true, jsonData: '{'", "$.tasks[0].taskParams.jsonData"),
        ):
            with self.subTest(params=params):
                self.check(head + task("a", params=params), message)

    def test_output_of_a_later_node_is_no_parameter(self):
        text = "name: w\ntasks:\n" + task("a", params=create(replicationTaskIdentifier="x-${b.rowsLoaded}")) + task("b")
        self.check(text, 'there is no parameter "b.rowsLoaded"')
        text = "name: w\ntasks:\n" + task("a", "    predecessors: [b]\n", create(replicationTaskIdentifier="x-${b.rowsLoaded}")) + task("b")
        self.check(text, code=0)

    def test_warnings_do_not_fail(self):
        self.write("w.yaml", "name: w\ntasks:\n" + task("a", "    workerGroup: fast\n"))
        done = self.run_cli("validate", "w.yaml")
        self.assertIn('warning: workerGroup = "fast" has no effect here', done.stderr)

    def test_run_starts_nothing_that_is_invalid(self):
        self.write("w.yaml", "name: w\ntasks:\n" + task("a", "    predecessors: [b]\n"))
        done = self.with_data("run", "w.yaml", code=3)
        self.assertIn("nothing was started", done.stderr)
        self.assertFalse(self.data.exists())


class Keys(CliTest):
    def test_life_of_a_key(self):
        made = json.loads(self.with_data("key", "create", "--name", "laptop", "--json").stdout)
        self.assertRegex(made["AccessKeyId"], r"^AKIA[A-Z2-7]{16}$")
        self.assertEqual(len(made["SecretAccessKey"]), 40)
        listed = self.with_data("key", "list").stdout
        self.assertIn(made["AccessKeyId"], listed)
        self.assertIn("laptop", listed)
        self.assertNotIn(made["SecretAccessKey"], listed)
        self.with_data("key", "delete", made["AccessKeyId"])
        self.assertEqual(json.loads(self.with_data("key", "list", "--json").stdout), [])
        self.assertIn("there is no access key", self.with_data("key", "delete", made["AccessKeyId"], code=1).stderr)

    def test_plain_form_can_be_exported(self):
        text = self.with_data("key", "create").stdout
        self.assertRegex(text, r"^AWS_ACCESS_KEY_ID=AKIA\w{16}\nAWS_SECRET_ACCESS_KEY=\S{40}\n$")

    def test_default_data_folder(self):
        self.run_cli("key", "list")
        self.assertTrue((self.dir / "state/dmsnode/dmsnode.db").exists())
        self.assertEqual((self.dir / "state/dmsnode").stat().st_mode & 0o777, 0o700)


class Resources(CliTest):
    def test_instances(self):
        self.assertIn("local", self.with_data("instance", "list").stdout)
        arn = self.with_data("instance", "create", "nightly").stdout.strip()
        self.assertRegex(arn, r"^arn:aws:dms:us-east-1:000000000000:rep:[A-Z2-7]+$")
        reply = json.loads(self.with_data("instance", "list", "--json").stdout)
        self.assertEqual(sorted(i["ReplicationInstanceIdentifier"] for i in reply["ReplicationInstances"]), ["local", "nightly"])
        self.assertIn("ResourceAlreadyExistsFault", self.with_data("instance", "create", "nightly", code=1).stderr)
        self.with_data("instance", "delete", "nightly")
        self.assertIn("nowhere", self.with_data("instance", "delete", "nowhere", code=1).stderr)

    def test_endpoints_of_files(self):
        (self.dir / "a.db").touch()
        arn = self.with_data("endpoint", "create", "file-a", "--type", "source", "--engine", "sqlite", "--database", str(self.dir / "a.db")).stdout.strip()
        self.assertRegex(arn, r"^arn:aws:dms:us-east-1:000000000000:endpoint:[A-Z2-7]+$")
        self.assertIn("file-a: successful", self.with_data("endpoint", "test", "file-a").stdout)
        self.assertIn("file-a: successful", self.with_data("endpoint", "test", arn).stdout)
        self.with_data("endpoint", "modify", "file-a", "--database", str(self.dir / "gone.db"))
        done = self.with_data("endpoint", "test", "file-a", code=1)
        self.assertIn("gone.db", done.stderr)
        self.assertIn("gone.db", self.with_data("endpoint", "list").stdout)
        self.with_data("endpoint", "delete", "file-a")
        self.assertNotIn("file-a", self.with_data("endpoint", "list").stdout)
        self.assertIn('endpoint "file-a"', self.with_data("endpoint", "delete", "file-a", code=1).stderr)
        self.assertIn("oracle", self.with_data("endpoint", "create", "o", "--type", "source", "--engine", "oracle", code=1).stderr)

    def test_passwords_come_from_files_and_variables(self):
        place = ("--type", "source", "--engine", "postgres", "--server", "127.0.0.1", "--port", "1", "--user", "u", "--database", "d")
        self.write("secret", "hush-hush\n")
        self.with_data("endpoint", "create", "a", *place, "--password-file", "secret")
        self.with_data("endpoint", "create", "b", *place, "--password-env", "PW", env={"PW": "hush-hush"})
        for arguments, text in ((("--password-file", "none"), "none"), (("--password-env", "NOPE"), "NOPE is not set"),
                                (("--password-prompt",), "no terminal"),
                                (("--password-file", "secret", "--password-env", "PW"), "give one of")):
            self.assertIn(text, self.with_data("endpoint", "create", "c", *place, *arguments, code=1 if "none" not in arguments else 1).stderr)
        self.assertNotIn("hush", self.with_data("endpoint", "list", "--json").stdout)
        for path in self.data.rglob("*"):
            if path.is_file():
                self.assertNotIn(b"hush-hush", path.read_bytes(), path)

    def test_unknown_connection_is_told(self):
        done = self.with_data("instance", "list", "--connection", "prod", code=1)
        self.assertIn('there is no connection "prod" (known are embedded; others go into', done.stderr)
        self.data.mkdir(exist_ok=True)
        (self.data / "connections.yaml").write_text("connections: {prod: {type: aws, regio: x}}\n")
        self.assertIn('unknown field "regio"', self.with_data("instance", "list", "--connection", "prod", code=1).stderr)

    def test_tasks_that_do_not_exist(self):
        for command in (("task", "start", "x"), ("task", "stop", "x"), ("task", "delete", "x"), ("task", "describe", "x"),
                        ("task", "statistics", "x"), ("task", "compare", "x"), ("compare", "x")):
            self.assertIn("x", self.with_data(*command, code=1).stderr)
        self.assertIn("IDENTIFIER", self.with_data("task", "list").stdout)


class Serve(CliTest):
    def start(self, *arguments):
        process = subprocess.Popen([BINARY, "serve", "--listen", "127.0.0.1:0", "--data", str(self.data), *arguments],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.env, cwd=self.dir)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, 30)
        self.addCleanup(process.kill)
        line = process.stdout.readline()
        match = re.fullmatch(r"dmsnode: DMS API ready on (http://127\.0\.0\.1:\d+)\n", line)
        self.assertTrue(match, line)
        return process, match.group(1)

    def connect(self, url, key=None):
        folder = self.dir / "client"
        folder.mkdir(exist_ok=True)
        secret = ""
        if key:
            (folder / "secret").write_text(key["SecretAccessKey"])
            secret = f", accessKeyId: {key['AccessKeyId']}, secretAccessKeyFile: secret"
        (folder / "connections.yaml").write_text(f"connections: {{there: {{type: aws, region: us-east-1, endpoint: '{url}'{secret}}}}}\n")
        return ("--connection", "there", "--data", str(folder))

    def test_commands_go_through_a_connection(self):
        key = json.loads(self.with_data("key", "create", "--json").stdout)
        process, url = self.start()
        there = self.connect(url, key)
        self.assertIn("local", self.run_cli("instance", "list", *there).stdout)
        (self.dir / "a.db").touch()
        self.run_cli("endpoint", "create", "file-a", "--type", "source", "--engine", "sqlite", "--database", str(self.dir / "a.db"), *there)
        self.assertIn("successful", self.run_cli("endpoint", "test", "file-a", *there).stdout)
        wrong = self.connect(url, {**key, "SecretAccessKey": "x" * 40})
        self.assertIn("InvalidSignatureException", self.run_cli("instance", "list", *wrong, code=1).stderr)
        locked = self.with_data("instance", "list", code=6)
        self.assertIn(f"the data folder is in use by process {process.pid}", locked.stderr)
        self.assertIn("--connection", locked.stderr)
        later = json.loads(self.with_data("key", "create", "--json").stdout)  # beside the server
        self.assertIn("local", self.run_cli("instance", "list", *self.connect(url, later)).stdout)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(30), 0)

    def test_without_authentication_only_on_loopback(self):
        self.assertIn("loopback", self.with_data("serve", "--listen", "0.0.0.0:0", "--insecure-no-auth", code=2).stderr)
        process, url = self.start("--insecure-no-auth")
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(30), 0)

    def test_taken_port_is_6(self):
        _, url = self.start()
        done = self.run_cli("serve", "--listen", url.removeprefix("http://"), "--data", str(self.dir / "other"), code=6)
        self.assertIn(url.rsplit(":", 1)[1], done.stderr)


class Runs(CliTest):
    """Real loads MariaDB → PostgreSQL and SQLite → SQLite."""

    def make_file_endpoints(self, rows=100):
        source = self.dir / "source.db"
        subprocess.run(["sqlite3", str(source), f"""
            CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price NUMERIC);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
            INSERT INTO a SELECT i, 'näme ' || i, i / 4.0 FROM n;
            CREATE TABLE b (id INTEGER PRIMARY KEY, at TEXT);
            INSERT INTO b VALUES (1, '2026-01-01'), (2, NULL);"""], check=True)
        self.with_data("endpoint", "create", "src", "--type", "source", "--engine", "sqlite", "--database", str(source))
        self.with_data("endpoint", "create", "dst", "--type", "target", "--engine", "sqlite", "--database", str(self.dir / "target.db"))

    def workflow(self, **changes):
        params = create(**{"sourceEndpointArn": "src", "targetEndpointArn": "dst", "replicationTaskIdentifier": "load-${suffix}", **changes})
        return ("name: files\nglobalParams: {suffix: one}\ntasks:\n" + task("load", params=params) +
                task("again", "    predecessors: [load]\n", 'isRestartTask: true, startReplicationTaskType: reload-target, replicationTaskArn: "${load.replicationTaskArn}"'))

    def test_workflow_with_json_events(self):
        self.make_file_endpoints()
        self.write("w.yaml", self.workflow())
        events = [json.loads(line) for line in self.with_data("run", "w.yaml", "--json").stdout.splitlines()]
        self.assertEqual(events[0]["event"], "workflow_started")
        self.assertFalse(events[0]["resumed"])
        end = events[-1]
        self.assertEqual((end["event"], end["state"]), ("workflow_ended", "success"))
        load, again = end["tasks"]
        self.assertEqual((load["state"], again["state"]), ("success", "success"))
        self.assertEqual(load["outputs"]["rowsLoaded"], "102")
        self.assertEqual(load["outputs"]["replicationTaskArn"], again["outputs"]["replicationTaskArn"])
        self.assertEqual({t["TableName"]: t["FullLoadRows"] for t in load["tables"]}, {"a": 100, "b": 2})
        self.assertTrue(pathlib.Path(load["logFile"]).is_file())
        order = [(e["task"], e["state"]) for e in events if e["event"] == "task_changed"]
        self.assertEqual(order, [("load", "running"), ("load", "success"), ("again", "running"), ("again", "success")])
        compared = json.loads(self.with_data("compare", "load-one", "--json").stdout)
        self.assertTrue(compared["equal"])
        self.assertEqual(len(compared["tables"]), 2)

    def test_compare_finds_a_difference(self):
        self.make_file_endpoints()
        self.write("w.yaml", self.workflow())
        self.with_data("run", "w.yaml")
        self.assertIn("2 tables, 0 different", self.with_data("task", "compare", "load-one").stdout)
        subprocess.run(["sqlite3", str(self.dir / "target.db"), "UPDATE a SET name = 'x' WHERE id = 7; DELETE FROM b WHERE id = 2"], check=True)
        text = self.with_data("compare", "load-one", code=5).stdout
        self.assertIn("DIFFERENT VALUES", text)
        self.assertIn("DIFFERENT ROWS", text)
        self.assertIn("2 tables, 2 different", text)

    def test_plain_lines_and_summary(self):
        self.make_file_endpoints()
        self.write("w.yaml", self.workflow())
        text = self.with_data("run", "w.yaml", "--param", "suffix=two").stdout
        self.assertRegex(text, r"(?m)^\d{4}-\d\d-\d\dT\S+Z workflow files \(w\.yaml\): instance 1 started$")
        self.assertRegex(text, r"(?m)^\S+Z load: success")
        self.assertRegex(text, r"(?m)^\S+Z workflow: success in ")
        self.assertRegex(text, r"(?m)^    main\.a +Table completed +100 +0")
        self.assertIn("load-two", self.with_data("task", "list").stdout)
        self.assertIn("Table completed", self.with_data("task", "statistics", "load-two").stdout)
        self.assertIn("FULL_LOAD_ONLY_FINISHED", self.with_data("task", "describe", "load-two").stdout)

    def test_task_commands(self):
        self.make_file_endpoints()
        self.write("mappings.json", MAPPINGS)
        arn = self.with_data("task", "create", "mine", "--source", "src", "--target", "dst", "--mappings", "mappings.json").stdout.strip()
        self.assertRegex(arn, r":task:")
        self.assertIn("dmsnode endpoint test", self.with_data("task", "start", "mine", code=1).stderr)
        self.with_data("endpoint", "test", "src")
        self.with_data("endpoint", "test", "dst")
        self.with_data("task", "start", "mine")
        self.assertTrue(json.loads(self.with_data("compare", "mine", "--json").stdout)["equal"])
        self.with_data("task", "start", arn, "--type", "reload-target", "--wait")
        self.assertIn("InvalidResourceStateFault", self.with_data("task", "stop", "mine", code=1).stderr)
        self.with_data("task", "delete", "mine")
        done = self.with_data("task", "create", "cdc", "--source", "src", "--target", "dst", "--mappings", "mappings.json", "--migration-type", "cdc", code=1)
        self.assertIn("cdc", done.stderr)

    def test_failed_node_blocks_its_downstream_and_gives_1(self):
        self.make_file_endpoints()
        self.write("w.yaml", self.workflow(targetEndpointArn="nowhere"))
        done = self.with_data("run", "w.yaml", code=1)
        self.assertRegex(done.stdout, r"(?m)^\S+Z load: failure.*nowhere")
        self.assertRegex(done.stdout, r"(?m)^\S+Z again: upstream failed")
        self.assertRegex(done.stdout, r"(?m)^\S+Z workflow: failure")

    def test_prohibited_node_is_passed_over(self):
        self.make_file_endpoints()
        self.write("w.yaml", self.workflow().replace("    predecessors: [load]\n", "    predecessors: [load]\n    flag: NO\n"))
        self.assertRegex(self.with_data("run", "w.yaml").stdout, r"(?m)^\S+Z again: passed over")

    def test_run_against_a_server(self):
        self.make_file_endpoints()
        self.write("w.yaml", self.workflow())
        process = subprocess.Popen([BINARY, "serve", "--listen", "127.0.0.1:0", "--data", str(self.data), "--insecure-no-auth"],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=self.env)
        try:
            url = process.stdout.readline().split()[-1]
            text = (self.dir / "w.yaml").read_text().replace("    taskParams", "    connection: there\n    taskParams")
            (self.dir / "w.yaml").write_text(text + f"connections:\n  there: {{type: aws, region: us-east-1, endpoint: '{url}'}}\n")
            keys = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any"}
            done = self.run_cli("run", "w.yaml", "--data", str(self.dir / "mine"), env=keys)
            self.assertRegex(done.stdout, r"workflow: success")
            beside = self.run_cli("run", "w.yaml", "--data", str(self.data), "--param", "suffix=two", env=keys)  # shares the server's store
            self.assertRegex(beside.stdout, r"workflow: success")
        finally:
            process.send_signal(signal.SIGTERM)
            process.stdout.close()
            self.assertEqual(process.wait(30), 0)

    def test_ctrl_c_stops_the_task_and_gives_4(self):
        database, run = self.slow_load()
        try:
            wait_for(lambda: re.search(r"[1-9][\d,]* rows", run.text()))
            run.process.send_signal(signal.SIGINT)
            self.assertEqual(run.process.wait(60), 4, run.text())
            self.assertRegex(run.text(), r"load: killed")
            self.assertIn("stopped", self.with_data("task", "describe", "slow").stdout)
        finally:
            run.close()
            database.drop()

    def test_killed_run_is_resumed(self):
        database, run = self.slow_load()
        try:
            wait_for(lambda: re.search(r"[1-9][\d,]* rows", run.text()))
            run.process.kill()
            run.process.wait(30)
            done = self.with_data("run", "slow.yaml")
            self.assertIn("instance 1 was interrupted and is resumed", done.stdout)
            self.assertRegex(done.stdout, r"workflow: success")
            self.assertTrue(json.loads(self.with_data("compare", "slow", "--json").stdout)["equal"])
            again = self.with_data("run", "slow.yaml", code=1)  # finished: a new instance, whose task exists already
            self.assertIn("instance 2 started", again.stdout)
        finally:
            run.close()
            database.drop()

    def slow_load(self):
        """A MariaDB → PostgreSQL load that takes some seconds, running."""
        database = Databases()
        self.write("pw-maria", database.server["MARIADB_PASSWORD"])
        self.write("pw-pg", database.server["PG_PASSWORD"])
        host = ("--server", "127.0.0.1")
        self.with_data("endpoint", "create", "src", "--type", "source", "--engine", "mariadb", *host, "--port", database.server["MARIADB_PORT"],
                       "--user", database.server["MARIADB_USER"], "--password-file", "pw-maria")
        self.with_data("endpoint", "create", "dst", "--type", "target", "--engine", "postgres", *host, "--port", database.server["PG_PORT"],
                       "--user", database.server["PG_USER"], "--password-file", "pw-pg", "--database", database.name)
        mappings = MAPPINGS.replace('"schema-name": "%"', f'"schema-name": "{database.name}"')
        params = create(sourceEndpointArn="src", targetEndpointArn="dst", replicationTaskIdentifier="slow", tableMappings=mappings,
                        replicationTaskSettings=json.dumps({"FullLoadSettings": {"CommitRate": 1000, "MaxFullLoadSubTasks": 1}}))
        self.write("slow.yaml", "name: slow\ntasks:\n" + task("load", params=params))
        return database, Running(self, "run", "slow.yaml", "--data", str(self.data))


class Databases:
    """A MariaDB database with 400,000 rows in four tables, and an empty PostgreSQL database, of the same unique name."""

    def __init__(self, rows=100_000):
        self.server = servers()
        self.name = "cli_" + uuid.uuid4().hex[:12]
        tables = "".join(f"CREATE TABLE t{i} (id INT PRIMARY KEY, name VARCHAR(80), price DECIMAL(10,2), KEY (name)); "
                         f"INSERT INTO t{i} SELECT seq, CONCAT('row ', seq, REPEAT('x', 40)), seq / 4 FROM seq_1_to_{rows}; " for i in range(4))
        self.mariadb(f"CREATE DATABASE {self.name}; USE {self.name}; {tables}")
        self.psql(f"CREATE DATABASE {self.name}")

    def mariadb(self, sql):
        subprocess.run(["mariadb", "--no-defaults", "-h127.0.0.1", "-P", self.server["MARIADB_PORT"], "-u", self.server["MARIADB_USER"]],
                       input=sql, text=True, check=True, env={**os.environ, "MYSQL_PWD": self.server["MARIADB_PASSWORD"]})

    def psql(self, sql):
        subprocess.run(["psql", "-qX", "-h127.0.0.1", "-p", self.server["PG_PORT"], "-U", self.server["PG_USER"], "-d", "postgres", "-c", sql],
                       check=True, env={**os.environ, "PGPASSWORD": self.server["PG_PASSWORD"]})

    def drop(self):
        self.mariadb(f"DROP DATABASE {self.name}")
        self.psql(f"DROP DATABASE {self.name} WITH (FORCE)")


class Running:
    """A dmsnode process whose output grows in a file."""

    def __init__(self, test, *arguments):
        self.path = test.dir / f"out-{uuid.uuid4().hex}"
        self.file = open(self.path, "w")
        self.process = subprocess.Popen([BINARY, *arguments], stdout=self.file, stderr=subprocess.STDOUT, cwd=test.dir, env=test.env)

    def text(self):
        return self.path.read_text()

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(30)
        self.file.close()


if __name__ == "__main__":
    unittest.main(verbosity=1)
