"""Drives workflows through the REST API of a running `dmsnode serve`: nodes of all kinds, retries, timeouts, order, pauses,
schedules, streams, and kill -9 in the middle.

usage: scheduler_test.py DMSNODE      (DMSNODE_TEST_SERVERS names the env file of scripts/servers.sh: the store on PostgreSQL)
"""
import datetime
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import uuid

BINARY = str(pathlib.Path(sys.argv.pop(1)).resolve())
PASSWORD = "correct horse battery"
MAPPINGS = json.dumps({"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                                  "object-locator": {"schema-name": "%", "table-name": "%"}}]})


def wait_for(condition, seconds=60, what="something"):
    """Waits for a signal, with a deadline. Returns what the condition gave."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.03)
    raise AssertionError(f"waited {seconds} s in vain for {what}")


class Process:
    """A dmsnode that runs until it is ended; its log is in the data folder's neighbour."""

    def __init__(self, folder, *arguments, env=None):
        self.log = open(folder.parent / f"{folder.name}.log", "a")
        self.process = subprocess.Popen(
            [BINARY, *arguments, "--data", str(folder), "--log-level", "debug"], stdout=subprocess.PIPE, stderr=self.log, text=True,
            env={**os.environ, "DMSNODE_ADMIN_PASSWORD_FILE": str(folder.parent / "password"), **(env or {})})
        self.ready = self.process.stdout.readline()
        if "ready" not in self.ready:
            self.process.wait(30)
            raise AssertionError(f"{arguments} did not start: {self.ready}\n" + (folder.parent / f"{folder.name}.log").read_text())

    def kill(self):
        self.process.kill()
        self.close()

    def stop(self):
        """SIGTERM, and a clean end."""
        self.process.terminate()
        code = self.process.wait(60)
        self.close()
        if code != 0:
            raise AssertionError(f"ended with {code} after SIGTERM")

    def close(self):
        self.process.wait(60)
        self.process.stdout.close()
        self.log.close()


class Api:
    """The REST API as the administrator, with one project."""

    def __init__(self, ready):
        self.port = int(re.search(r":(\d+)$", ready.strip()).group(1))
        cookie, me = self.send("POST", "/login", {"name": "admin", "password": PASSWORD}, whole=True)
        self.headers = {"Cookie": cookie.split(";")[0], "X-CSRF-Token": me["me"]["csrfToken"]}

    headers = {}

    def send(self, method, path, body=None, status=None, whole=False, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            all_headers = {**self.headers, **(headers or {})}
            if body is not None:
                all_headers["Content-Type"] = "application/json"
            connection.request(method, ("" if path == "/metrics" else "/api/v1") + path, json.dumps(body) if body is not None else None, all_headers)
            reply = connection.getresponse()
            text = reply.read().decode()
            if (status or reply.status // 100 * 100) != (reply.status if status else 200):
                raise AssertionError(f"{method} {path}: {reply.status} {text}")
            data = json.loads(text) if "json" in reply.headers.get("Content-Type", "") else text
            return (reply.headers.get("Set-Cookie"), data) if whole else data
        finally:
            connection.close()

    def stream(self, path, seconds=60, last_event=None):
        """The events of a stream up to its end, as (name, data, id)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        headers = {**self.headers, "Accept": "text/event-stream"}
        if last_event:
            headers["Last-Event-ID"] = last_event
        connection.request("GET", "/api/v1" + path, headers=headers)
        reply = connection.getresponse()
        if reply.status != 200:
            raise AssertionError(f"{path}: {reply.status} {reply.read()}")
        name, data, identity = "", [], ""
        try:
            for raw in reply:
                line = raw.decode().rstrip("\n")
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("id: "):
                    identity = line[4:]
                elif line.startswith("data: "):
                    data.append(line[6:])
                elif not line and data:
                    yield name, "\n".join(data), identity
                    name, data, identity = "", [], ""
        finally:
            connection.close()


class World:
    """A folder, a server on it, and a project; workflows are made and run by their nodes."""

    def __init__(self, *arguments, folder=None, env=None):
        self.own = None if folder else tempfile.TemporaryDirectory(prefix="dmsnode-sched-")
        self.dir = pathlib.Path(folder or self.own.name)
        self.data = self.dir / "data"
        (self.dir / "password").write_text(PASSWORD)
        self.arguments = arguments
        self.env = env
        self.project = None

    def cli(self, *arguments):
        return subprocess.run([BINARY, *arguments, "--data", str(self.data)], capture_output=True, text=True, check=True, timeout=60)

    def start(self):
        self.server = Process(self.data, "serve", "--listen", "127.0.0.1:0", *self.arguments, env=self.env)
        self.api = Api(self.server.ready)
        if not self.project:
            self.project = self.api.send("POST", "/projects", {"name": "p" + uuid.uuid4().hex[:8]})["code"]
        return self

    def close(self):
        self.server.stop()
        if self.own:
            self.own.cleanup()

    def at(self, path):
        return f"/projects/{self.project}{path}"

    def define(self, *tasks, **members):
        name = "w" + uuid.uuid4().hex[:8]
        made = self.api.send("POST", self.at("/workflows"), {"document": {"name": name, "tasks": list(tasks), **members}})
        self.api.send("POST", self.at(f"/workflows/{made['code']}/online"))
        return made["code"]

    def run(self, *tasks, members=None, **request):
        workflow = self.define(*tasks, **(members or {}))
        return self.api.send("POST", self.at(f"/workflows/{workflow}/start"), request)["code"]

    def instance(self, code):
        return self.api.send("GET", self.at(f"/instances/{code}"))

    def wait(self, code, *states, seconds=90):
        """The instance in one of the states (default: any end)."""
        wanted = states or ("success", "failure", "killed")
        last = {}

        def there():
            last.update(self.instance(code))
            return last if last["state"] in wanted else None
        try:
            return wait_for(there, seconds, f"{wanted}")
        except AssertionError as error:
            raise AssertionError(f"{error}; it is {last}; tasks {self.tasks(code)}; attempts {self.attempts(code)}") from None

    def tasks(self, code):
        items = self.api.send("GET", self.at(f"/instances/{code}/tasks?limit=200"))["items"]
        return {task["name"]: task["state"] for task in items}

    def attempts(self, code, task=None):
        query = "?limit=200" + (f"&taskName={task}" if task else "")
        return self.api.send("GET", self.at(f"/instances/{code}/attempts{query}"))["items"]

    def log(self, code, task):
        attempt = self.attempts(code, task)[-1]["code"]
        return self.api.send("GET", self.at(f"/instances/{code}/attempts/{attempt}/log"))["text"]

    def count(self, name):
        """How often a script has written its line."""
        file = self.dir / name
        return len(file.read_text().splitlines()) if file.exists() else 0

    def mark(self, name, then="true"):
        return f"echo x >> {self.dir / name}; {then}"

    def gate(self, name):
        """A script that tells that it runs, and waits until the test lets it go."""
        return f"echo x >> {self.dir / name}; while [ ! -e {self.dir / ('go-' + name)} ]; do sleep 0.05; done"

    def let_go(self, name):
        (self.dir / ("go-" + name)).touch()

    def make_source(self, rows):
        with sqlite3.connect(self.dir / "source.db") as db:
            db.execute("CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT NOT NULL)")
            db.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
                       "INSERT INTO item SELECT i, 'row ' || i FROM n", (rows,))
        self.cli("endpoint", "create", "src", "--type", "source", "--engine", "sqlite", "--database", str(self.dir / "source.db"))
        self.cli("endpoint", "create", "dst", "--type", "target", "--engine", "sqlite", "--database", str(self.dir / "target.db"))

    def loaded(self):
        with sqlite3.connect(self.dir / "target.db") as db:
            return db.execute("SELECT count(*), min(id), max(id) FROM item").fetchone()


def shell(name, script, *predecessors, params=(), out=(), **more):
    local = [{"prop": key, "direct": "IN", "type": "VARCHAR", "value": value} for key, value in params]
    local += [{"prop": key, "direct": "OUT", "type": "VARCHAR", "value": ""} for key in out]
    kind = {"rawScript": script, "localParams": local, **more.pop("kind", {})}
    return {"name": name, "taskType": "SHELL", "predecessors": list(predecessors), "taskParams": kind, **more}


def sql(name, datasource, statement, *predecessors, out=(), **more):
    local = [{"prop": key, "direct": "OUT", "type": "VARCHAR", "value": ""} for key in out]
    return {"name": name, "taskType": "SQL", "predecessors": list(predecessors),
            "taskParams": {"datasource": datasource, "sql": statement, "localParams": local, **more}}


def dms(name, *predecessors, **more):
    params = {"migrationType": "full-load", "replicationTaskIdentifier": "load-${system.workflow.instance.id}",
              "replicationInstanceArn": "local", "sourceEndpointArn": "src", "targetEndpointArn": "dst", "tableMappings": MAPPINGS}
    return {"name": name, "taskType": "DMS", "predecessors": list(predecessors), "taskParams": params, **more}


class Runs(unittest.TestCase):
    """One server that all tests share."""

    @classmethod
    def setUpClass(cls):
        cls.world = World("--slots", "8")
        cls.world.make_source(500)
        cls.world.start()
        # Its minute passes while the other tests run.
        cls.overdue = cls.world.run(shell("long", "sleep 600", timeoutFlag="OPEN", timeout=1, timeoutNotifyStrategy="FAILED"))

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    def test_a_migration_between_two_scripts_hands_its_values_on(self):
        w = self.world
        code = w.run(shell("before", "echo '${setValue(day=2026-11-22)}'", out=["day"]),
                     sql("count", "src", "SELECT count(*) AS n FROM item", "before", out=["n"]),
                     dms("load", "count"),
                     sql("same", "dst", "SELECT count(*) FROM item", "load", expect={"value": "${count.n}"}),
                     shell("after", 'echo "rows=${rowsLoaded} of ${count.n} day=${before.day} year=$[yyyy]"', "same"))
        self.assertEqual(w.wait(code)["state"], "success")
        self.assertEqual(w.loaded(), (500, 1, 500))
        self.assertIn("rows=500 of 500 day=2026-11-22 year=20", w.log(code, "after"))
        load = w.attempts(code, "load")[0]
        self.assertEqual(load["outputs"]["rowsLoaded"], "500")
        self.assertEqual(load["progress"]["tablesLoaded"], 1)
        task = load["dmsTask"]
        self.assertEqual((task["connection"], task["replicationTaskIdentifier"]), ("embedded", "load-" + code))
        told = w.api.send("POST", "/connections/embedded/dms/DescribeTableStatistics", {"ReplicationTaskArn": task["replicationTaskArn"]})
        self.assertEqual(told["TableStatistics"][0]["FullLoadRows"], 500)

    def test_a_node_uses_a_connection_made_over_the_api(self):
        w = self.world
        key = w.api.send("POST", "/access-keys", {"name": "loop"})
        w.api.send("POST", "/connections", {
            "name": "loop", "region": "local", "endpoint": f"http://127.0.0.1:{w.api.port}",
            "accessKeyId": key["accessKeyId"], "secretAccessKey": key["secretAccessKey"]})
        self.assertTrue(w.api.send("POST", "/connections/loop/test")["ok"])
        code = w.run(dms("load", connection="loop"))
        self.assertEqual(w.wait(code)["state"], "success", w.attempts(code))
        self.assertEqual(w.attempts(code)[0]["dmsTask"]["connection"], "loop")
        # Without its key, later nodes fail and say so.
        w.api.send("DELETE", "/access-keys/" + key["accessKeyId"])
        self.assertIn("UnrecognizedClient", w.api.send("POST", "/connections/loop/test")["fault"])
        code = w.run(dms("load", connection="loop"))
        self.assertEqual(w.wait(code)["state"], "failure")

    def test_a_failed_node_is_tried_again_as_often_as_it_says(self):
        w = self.world
        code = w.run(shell("flaky", f"echo x >> {w.dir}/flaky; [ $(wc -l < {w.dir}/flaky) -ge 3 ]", failRetryTimes=2, failRetryInterval=0),
                     shell("then", "true", "flaky"))
        self.assertEqual(w.wait(code)["state"], "success")
        self.assertEqual(w.count("flaky"), 3)
        self.assertEqual([a["result"] for a in w.attempts(code, "flaky")], ["failure", "failure", "success"])
        code = w.run(shell("hard", "exit 3"), shell("never", w.mark("never"), "hard"))
        self.assertEqual(w.wait(code)["state"], "failure")
        self.assertEqual(w.tasks(code), {"hard": "failure", "never": "upstream failed"})
        w.api.send("POST", w.at(f"/instances/{code}/tasks/hard/force-success"))
        w.api.send("POST", w.at(f"/instances/{code}/recover"))
        self.assertEqual(w.wait(code)["state"], "success")
        self.assertEqual(w.count("never"), 1)

    def test_a_prohibited_node_is_passed_over(self):
        w = self.world
        code = w.run(shell("a", "true"), shell("b", w.mark("prohibited"), "a", flag="NO"), shell("c", w.mark("behind"), "b"))
        self.assertEqual(w.wait(code)["state"], "success")
        self.assertEqual(w.tasks(code)["b"], "passed over")
        self.assertEqual((w.count("prohibited"), w.count("behind")), (0, 1))

    def test_pause_and_resume(self):
        w = self.world
        code = w.run(shell("first", w.gate("pausing")), shell("second", w.mark("second"), "first"))
        wait_for(lambda: w.count("pausing"), what="the first node")
        self.assertEqual(w.api.send("POST", w.at(f"/instances/{code}/pause"))["state"], "pausing")
        w.let_go("pausing")
        w.wait(code, "paused")
        self.assertEqual(w.count("second"), 0)
        w.api.send("POST", w.at(f"/instances/{code}/pause"), status=409)
        w.api.send("POST", w.at(f"/instances/{code}/resume"))
        self.assertEqual(w.wait(code)["state"], "success")
        self.assertEqual((w.count("pausing"), w.count("second")), (1, 1))
        w.api.send("DELETE", w.at(f"/instances/{code}"))
        w.api.send("GET", w.at(f"/instances/{code}"), status=404)

    def test_stop_and_kill_end_scripts(self):
        w = self.world
        code = w.run(shell("endless", w.mark("endless", "sleep 600")))
        wait_for(lambda: w.count("endless"), what="the script")
        w.api.send("POST", w.at(f"/instances/{code}/stop"))
        self.assertEqual(w.wait(code)["state"], "killed")
        code = w.run(shell("one", w.mark("one", "sleep 600")), shell("two", "true"))
        wait_for(lambda: w.count("one"), what="the script")
        w.api.send("POST", w.at(f"/instances/{code}/tasks/one/kill"))
        w.wait(code)
        self.assertEqual(w.tasks(code), {"one": "killed", "two": "success"})
        w.api.send("POST", w.at(f"/instances/{code}/tasks/two/run"))
        wait_for(lambda: len(w.attempts(code, "two")) == 2 and w.attempts(code, "two")[-1]["state"] == "ended", what="the second attempt")

    def test_an_idempotency_key_starts_one_instance(self):
        w = self.world
        workflow = w.define(shell("a", "true"))
        key = {"Idempotency-Key": uuid.uuid4().hex}
        first, second = (w.api.send("POST", w.at(f"/workflows/{workflow}/start"), {"startParams": {"x": "1"}}, headers=key) for _ in range(2))
        self.assertEqual(first["code"], second["code"])
        self.assertEqual((first["created"], second["created"]), (True, False))
        w.wait(first["code"])
        self.assertEqual(len(w.api.send("GET", w.at(f"/instances?workflowCode={workflow}"))["items"]), 1)

    def test_log_and_events_are_streamed(self):
        w = self.world
        code = w.run(shell("talk", "echo first line; " + w.gate("talk") + "; echo last line"), shell("next", "true", "talk"))
        wait_for(lambda: w.count("talk"), what="the script")
        events, lines = [], []
        attempt = w.attempts(code, "talk")[0]["code"]
        log = w.at(f"/instances/{code}/attempts/{attempt}/log")
        followers = [threading.Thread(target=lambda: events.extend(w.api.stream(w.at(f"/instances/{code}/events")))),
                     threading.Thread(target=lambda: lines.extend(w.api.stream(log + "/stream")))]
        for follower in followers:
            follower.start()
        wait_for(lambda: any("first line" in data for _, data, _ in lines), what="the first line")
        wait_for(lambda: any(name == "task" and json.loads(data)["state"] == "running" for name, data, _ in events), what="the first event")
        self.assertFalse(any("last line" in data for _, data, _ in lines))
        w.let_go("talk")
        for follower in followers:
            follower.join(60)
            self.assertFalse(follower.is_alive())
        self.assertEqual((events[-1][0], lines[-1][0]), ("end", "end"))
        self.assertEqual(json.loads(events[-1][1])["state"], "success")
        states = [(json.loads(data)["taskName"], json.loads(data)["state"]) for name, data, _ in events if name == "task"]
        self.assertEqual(states[-1], ("next", "success"))
        self.assertIn(("talk", "success"), states)
        whole = w.api.send("GET", log)
        self.assertTrue(whole["ended"])
        self.assertEqual("".join(data for name, data, _ in lines if name == "log"), whole["text"])
        # Taken up again behind the first piece: only the rest comes.
        rest = list(w.api.stream(log + "/stream", last_event=lines[0][2]))
        self.assertEqual("".join(data for name, data, _ in rest if name == "log"), whole["text"][int(lines[0][2]):])

    def test_a_schedule_fires_until_it_goes_offline(self):
        w = self.world
        workflow = w.define(shell("tick", 'echo "zone $[HH] of ${system.biz.curdate}"'))
        w.api.send("PUT", w.at(f"/workflows/{workflow}/schedule"), {"crontab": "* * * * * ? *", "timezoneId": "Asia/Shanghai"})
        w.api.send("POST", w.at(f"/workflows/{workflow}/schedule/online"))

        def ended():
            items = w.api.send("GET", w.at(f"/instances?workflowCode={workflow}&state=success"))["items"]
            return items if len(items) >= 2 else None
        items = wait_for(ended, what="two fires")
        w.api.send("POST", w.at(f"/workflows/{workflow}/schedule/offline"))
        times = [item["scheduleTime"] for item in items]
        self.assertEqual(len(set(times)), len(times))
        self.assertEqual({item["command"] for item in items}, {"schedule"})
        fired = datetime.datetime.fromisoformat(times[0].replace("Z", "+00:00")) + datetime.timedelta(hours=8)
        self.assertIn(f"zone {fired:%H} of {fired:%Y%m%d}", w.log(items[0]["code"], "tick"))

    def test_a_backfill_runs_its_dates(self):
        w = self.world
        workflow = w.define(shell("day", f'echo "${{system.biz.curdate}}" >> {w.dir}/days'))
        made = w.api.send("POST", w.at(f"/workflows/{workflow}/backfill"),
                          {"from": "2026-01-01T00:00:00Z", "to": "2026-01-04T00:00:00Z", "order": "ASCENDING"})
        self.assertEqual(made["dates"], 4)
        wait_for(lambda: w.count("days") == 4, what="four dates")
        self.assertEqual((w.dir / "days").read_text().split(), [f"202601{day:02}" for day in range(1, 5)])
        found = w.api.send("GET", w.at(f"/backfills/{made['code']}"))
        self.assertEqual((found["count"], found["started"]), (4, 4))
        w.api.send("POST", w.at(f"/backfills/{made['code']}/stop"))

    def test_another_project_sees_nothing_of_it(self):
        w = self.world
        code = w.run(shell("a", "true"))
        w.wait(code)
        other = w.api.send("POST", "/projects", {"name": "other" + uuid.uuid4().hex[:8]})["code"]
        attempt = w.attempts(code)[0]["code"]
        for method, path in (("GET", ""), ("GET", "/tasks"), ("GET", "/attempts"), ("GET", f"/attempts/{attempt}/log"), ("GET", "/events"),
                             ("POST", "/stop"), ("POST", "/rerun"), ("DELETE", "")):
            w.api.send(method, f"/projects/{other}/instances/{code}{path}", status=404)

    def test_metrics_show_the_scheduler(self):
        text = self.world.api.send("GET", "/metrics")
        self.assertRegex(text, r'dmsnode_workflow_instances\{state="\w+"\} \d+')
        self.assertRegex(text, r'dmsnode_worker_slots\{worker="[^"]+"\} 8')

    def test_the_timeout_ends_a_script(self):
        done = self.world.wait(self.overdue, seconds=100)
        self.assertEqual(done["state"], "failure")
        attempt = self.world.attempts(self.overdue)[0]
        self.assertEqual(attempt["result"], "failure")
        self.assertIn("timeout", (attempt["message"] + self.world.log(self.overdue, "long")).lower())


class OneSlot(unittest.TestCase):
    def test_the_most_urgent_node_goes_first(self):
        w = World("--slots", "1").start()
        try:
            order = [shell(name, f"echo {name} >> {w.dir}/order", "gate", taskPriority=name) for name in ("LOW", "HIGHEST", "LOWEST", "MEDIUM", "HIGH")]
            code = w.run(shell("gate", "true"), *order)
            self.assertEqual(w.wait(code)["state"], "success")
            self.assertEqual((w.dir / "order").read_text().split(), ["HIGHEST", "HIGH", "MEDIUM", "LOW", "LOWEST"])
        finally:
            w.close()


class Killed(unittest.TestCase):
    def test_kill_9_in_the_middle_loses_and_doubles_nothing(self):
        self.ended_in_the_middle(lambda server: server.kill())

    def test_neither_does_a_clean_end(self):
        self.ended_in_the_middle(lambda server: server.stop())

    def ended_in_the_middle(self, end):
        w = World()
        w.make_source(400_000)
        w.start()
        try:
            code = w.run(shell("first", w.mark("first", "echo '${setValue(word=kept)}'"), out=["word"]),
                         dms("load", "first"),
                         shell("slow", w.gate("slow"), "first", kind={"onWorkerLoss": "retry"}, failRetryTimes=1, failRetryInterval=0),
                         shell("last", w.mark("last", 'echo "word=${word} rows=${rowsLoaded}"'), "load", "slow"))
            wait_for(lambda: w.count("slow"), what="the script")
            wait_for(lambda: w.attempts(code, "load") and w.attempts(code, "load")[0]["state"] == "running", what="the migration")
            end(w.server)
            w.start()
            w.let_go("slow")
            self.assertEqual(w.wait(code)["state"], "success")
            self.assertEqual((w.count("first"), w.count("slow"), w.count("last")), (1, 2, 1))
            self.assertEqual(w.loaded(), (400_000, 1, 400_000))
            self.assertIn("word=kept rows=400000", w.log(code, "last"))
            self.assertEqual(len(w.attempts(code, "load")), 1)
            w.server.stop()
            tasks = json.loads(w.cli("task", "list", "--json").stdout)["ReplicationTasks"]
            self.assertEqual(len(tasks), 1)
        finally:
            if w.server.process.poll() is None:
                w.server.kill()
            w.own.cleanup()


@unittest.skipUnless(os.environ.get("DMSNODE_TEST_SERVERS"), "DMSNODE_TEST_SERVERS is not set: ./dev test sets it")
class SharedStore(unittest.TestCase):
    def setUp(self):
        lines = pathlib.Path(os.environ["DMSNODE_TEST_SERVERS"]).read_text().splitlines()
        self.server = dict(line.split("=", 1) for line in lines if "=" in line)
        self.name = "sched_" + uuid.uuid4().hex[:12]
        self.psql(f"CREATE DATABASE {self.name}")
        self.world = World("--no-worker")
        s = self.server
        self.url = self.world.dir / "store-url"
        self.url.write_text(f"postgresql://{s['PG_USER']}:{s['PG_PASSWORD']}@127.0.0.1:{s['PG_PORT']}/{self.name}\n")
        self.world.arguments += ("--store-url-file", str(self.url))
        self.world.start()
        self.workers = []

    def tearDown(self):
        for worker in self.workers:
            if worker.process.poll() is None:
                worker.stop()
        self.world.close()
        self.psql(f"DROP DATABASE {self.name} WITH (FORCE)")

    def psql(self, sql):
        s = self.server
        subprocess.run(["psql", "-qX", "-h127.0.0.1", "-p", s["PG_PORT"], "-U", s["PG_USER"], "-d", "postgres", "-c", sql],
                       check=True, env={**os.environ, "PGPASSWORD": s["PG_PASSWORD"]})

    def work(self, name, *arguments):
        self.workers.append(Process(self.world.dir / name, "worker", "--store-url-file", str(self.url), *arguments))
        return self.workers[-1]

    def test_workers_run_what_their_groups_have_and_take_over_from_each_other(self):
        w = self.world
        code = w.run(shell("here", w.mark("here")), shell("there", w.mark("there"), "here", workerGroup="other"))
        wait_for(lambda: w.attempts(code), what="an attempt")
        self.assertEqual(w.count("here"), 0)
        self.work("w1")
        wait_for(lambda: w.tasks(code)["here"] == "success", what="the first node")
        self.assertEqual(w.count("there"), 0)
        self.work("w2", "--group", "other", "--group", "default")
        self.assertEqual(w.wait(code)["state"], "success")
        lost = w.run(shell("slow", w.gate("slow"), kind={"onWorkerLoss": "retry"}, workerGroup="third", failRetryTimes=1, failRetryInterval=0))
        victim = self.work("w3", "--group", "third")
        wait_for(lambda: w.count("slow"), what="the script")
        victim.kill()
        w.let_go("slow")
        self.work("w3", "--group", "third")
        self.assertEqual(w.wait(lost)["state"], "success")
        self.assertEqual(w.count("slow"), 2)

    def test_a_process_that_starts_before_its_store_waits_for_it(self):
        with socket.create_server(("127.0.0.1", 0)) as door:
            port = door.getsockname()[1]
        late = self.world.dir / "late-url"
        late.write_text(self.url.read_text().replace(":" + self.server["PG_PORT"] + "/", f":{port}/"))
        folder = self.world.dir / "late"
        log = self.world.dir / "late.log"
        with open(log, "w") as out:
            worker = subprocess.Popen([BINARY, "worker", "--store-url-file", str(late), "--data", str(folder)], stdout=subprocess.PIPE, stderr=out, text=True)
        try:
            wait_for(lambda: "the store is not there yet" in log.read_text(), what="the worker to look for its store")
            with socket.create_server(("127.0.0.1", port)) as door:
                threading.Thread(target=self.forward, args=(door,), daemon=True).start()
                self.assertIn("ready", worker.stdout.readline())
                worker.terminate()
                self.assertEqual(worker.wait(60), 0)
        finally:
            worker.kill()
            worker.wait(60)
            worker.stdout.close()

    def forward(self, door):
        """Lets every connection to the door through to the server, until the door is closed."""
        def copy(source, target):
            try:
                while data := source.recv(65536):
                    target.sendall(data)
            except OSError:
                pass
            finally:
                target.close()
        while True:
            try:
                inside = door.accept()[0]
            except OSError:
                return
            outside = socket.create_connection(("127.0.0.1", int(self.server["PG_PORT"])))
            for source, target in ((inside, outside), (outside, inside)):
                threading.Thread(target=copy, args=(source, target), daemon=True).start()

    def test_a_worker_without_the_embedded_service_says_so(self):
        w = self.world
        w.data.mkdir(exist_ok=True)
        code = w.run(dms("load"))
        self.work("w1")
        self.assertEqual(w.wait(code)["state"], "failure")
        self.assertIn("no embedded DMS service", w.attempts(code)[0]["message"])


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    unittest.main(verbosity=2)
