"""The processes of a chaos run, the store that they share, and the way to their APIs."""
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.parse
import uuid

SERVERS_SH = pathlib.Path(__file__).resolve().parents[3] / "scripts" / "servers.sh"
PASSWORD = "correct horse battery"


class Stuck(AssertionError):
    """Something did not happen in time."""


def wait_for(condition, seconds, what):
    """Waits for a signal, with a deadline. Returns what the condition gave."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise Stuck(f"waited {seconds} s in vain for {what}")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Process:
    """A dmsnode that is started again and again on one data folder. Its log has a line for each start and kill."""

    def __init__(self, binary, name, folder, arguments, port=None):
        self.binary, self.name, self.port = binary, name, port
        self.data = folder / name
        self.arguments = [*arguments, "--data", str(self.data)]
        if port:
            self.arguments += ["--listen", f"127.0.0.1:{port}"]
        self.env = {**os.environ, "DMSNODE_ADMIN_PASSWORD_FILE": str(folder / "password")}
        self.log_file = folder / f"{name}.log"
        self.log = open(self.log_file, "a", buffering=1)
        self.out_file = folder / f"{name}.out"
        self.process = None
        self.killed = {}  # time of the kill, by pid
        self.paused = []  # (begun, ended), by SIGSTOP
        self.away = []    # (begun, ended) of times of at least a second in which there was no process
        self.exits = []   # (time, code, what the log says): ends that nobody asked for

    def start(self):
        if self.killed and time.time() - max(self.killed.values()) > 1:
            self.away.append((max(self.killed.values()), time.time()))
        with open(self.out_file, "w") as out:
            self.process = subprocess.Popen([self.binary, *self.arguments], stdout=out, stderr=self.log, env=self.env)
        self.log.write(f"--- started {self.process.pid} at {time.time():.3f}\n")
        return self

    def ready(self):
        return "ready" in self.out_file.read_text()

    def is_up(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """kill -9. Returns the moment."""
        now = time.time()
        self.process.kill()
        self.process.wait(30)
        self.killed[self.process.pid] = now
        self.log.write(f"--- killed {self.process.pid} at {now:.3f}\n")
        return now

    def pause(self):
        """Stands still, with all its threads, until it is let go on: as on a machine that swaps, or is cut off."""
        self.process.send_signal(signal.SIGSTOP)
        self.log.write(f"--- paused {self.process.pid} at {time.time():.3f}\n")
        self.pausing = time.time()

    def let_go_on(self):
        self.process.send_signal(signal.SIGCONT)
        self.log.write(f"--- goes on {self.process.pid} at {time.time():.3f}\n")
        self.paused.append((self.pausing, time.time()))

    def watch(self):
        """Starts it again, as a supervisor does, if it ended by itself; remembers that."""
        if self.is_up():
            return
        lines = [line for line in self.log_file.read_text(errors="replace").splitlines() if not line.startswith("---")]
        self.exits.append((time.time(), self.process.returncode, lines[-1] if lines else ""))
        self.log.write(f"--- ended by itself: {self.process.returncode}\n")
        self.start()

    def terminate(self):
        """SIGTERM; the seconds until its end, and its exit code."""
        begun = time.monotonic()
        self.process.terminate()
        try:
            code = self.process.wait(40)
        except subprocess.TimeoutExpired:
            raise Stuck(f"{self.name} does not end after SIGTERM") from None
        return time.monotonic() - begun, code

    def close(self):
        if self.is_up():
            self.process.kill()
            self.process.wait(30)
        self.log.close()


class Api:
    """The REST API of any of the servers: asks the next one, or again, until the deadline. For requests that may be made twice."""

    def __init__(self, ports, patience=60):
        self.ports = list(ports)
        self.headers = {}
        self.patience = patience
        self.longest = 0.0  # seconds that one request took, over all its tries

    def once(self, port, method, path, body=None, headers=None, timeout=30):
        """(status, headers, data). Errors: OSError, http.client.HTTPException."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        try:
            every = {**self.headers, **(headers or {})}
            if body is not None:
                every.setdefault("Content-Type", "application/json")
            connection.request(method, path, json.dumps(body) if body is not None else None, every)
            reply = connection.getresponse()
            text = reply.read().decode()
            return reply.status, reply.headers, json.loads(text) if "json" in reply.headers.get("Content-Type", "") else text
        finally:
            connection.close()

    def send(self, method, path, body=None, headers=None, again=(503,)):
        begun = time.monotonic()
        tries, last = 0, None
        while time.monotonic() < begun + self.patience:
            port = self.ports[tries % len(self.ports)]
            tries += 1
            try:
                status, _, data = self.once(port, method, "/api/v1" + path, body, headers)
            except (OSError, http.client.HTTPException) as error:
                last = error
            else:
                if status // 100 == 2:
                    self.longest = max(self.longest, time.monotonic() - begun)
                    return data
                last = f"{status} {data}"
                if status not in again:
                    raise AssertionError(f"{method} {path}: {last}")
            time.sleep(0.1)
        raise Stuck(f"{method} {path}: no answer in {self.patience} s: {last}")

    def get(self, path):
        return self.send("GET", path)

    def all(self, path):
        """All pages of a list."""
        items, cursor = [], ""
        while True:
            page = self.get(f"{path}{'&' if '?' in path else '?'}limit=200{cursor}")
            items += page["items"]
            if "nextCursor" not in page:
                return items
            cursor = "&cursor=" + urllib.parse.quote(page["nextCursor"])

    def dms(self, port, operation, **members):
        """One call of the DMS API of one server."""
        headers = {"X-Amz-Target": "AmazonDMSv20160101." + operation, "Content-Type": "application/x-amz-json-1.1"}
        status, _, data = self.once(port, "POST", "/", members, headers)
        data = json.loads(data) if isinstance(data, str) else data
        if status != 200:
            raise AssertionError(f"{operation}: {status} {data}")
        return data

    def log_in(self):
        status, headers, data = self.once(self.ports[0], "POST", "/api/v1/login", {"name": "admin", "password": PASSWORD})
        if status != 200:
            raise AssertionError(f"login: {status} {data}")
        self.headers = {"Cookie": headers["Set-Cookie"].split(";")[0], "X-CSRF-Token": data["csrfToken"] if "csrfToken" in data else data["me"]["csrfToken"]}
        token = self.send("POST", "/me/tokens", {"name": "chaos", "scope": "admin"})["token"]
        self.headers = {"Authorization": "Bearer " + token}


class Postgres:
    """A throw-away PostgreSQL server with the databases `store` and `work`."""

    def __init__(self, folder):
        self.folder = folder / "servers"
        self.restarting = None
        self.restarts = []  # (begun, ended, mode)
        subprocess.run([SERVERS_SH, "start", self.folder, "postgres"], check=True, timeout=120)
        self.env = dict(line.split("=", 1) for line in (self.folder / "env").read_text().splitlines())
        for name in ("store", "work"):
            self.sql("postgres", f"CREATE DATABASE {name}")

    def url(self, database):
        e = self.env
        return f"postgresql://{e['PG_USER']}:{e['PG_PASSWORD']}@127.0.0.1:{e['PG_PORT']}/{database}"

    def sql(self, database, text):
        """The rows, each a list of texts."""
        done = subprocess.run(["psql", "-qXAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", self.url(database), "-c", text], capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise AssertionError(f"psql: {done.stderr}")
        return [line.split("\t") for line in done.stdout.splitlines()]

    def begin_restart(self, mode, down):
        """Goes on by itself: see end_restart."""
        self.restarting = (time.time(), mode, subprocess.Popen([SERVERS_SH, "restart", self.folder, mode, str(down)]))

    def end_restart(self, wait=False):
        """Notes the end of a restart, if it has come."""
        if not self.restarting:
            return
        begun, mode, process = self.restarting
        if wait:
            process.wait(120)
        if process.poll() is None:
            return
        if process.returncode != 0:
            raise AssertionError("PostgreSQL could not be restarted")
        self.restarts.append((begun, time.time(), mode))
        self.restarting = None

    def close(self):
        if self.restarting:
            self.restarting[2].wait(120)
        subprocess.run([SERVERS_SH, "stop", self.folder], check=False, timeout=120)


class World:
    """One run's folder, processes and databases. With PostgreSQL two servers and two workers, else one server that does all."""

    def __init__(self, binary, folder, with_postgres, sources):
        self.dir = folder
        self.sources = sources  # rows of each table, by source database
        (folder / "password").write_text(PASSWORD)
        for name in ("locks", "marks"):
            (folder / name).mkdir()
        (folder / "journal").touch()
        self.postgres = Postgres(folder) if with_postgres else None
        common = ["--insecure-no-auth"]
        if with_postgres:
            (folder / "store-url").write_text(self.postgres.url("store") + "\n")
            store = ["--store-url-file", str(folder / "store-url")]
            self.servers = [Process(binary, "server1", folder, ["serve", *common, *store, "--slots", "4", "--groups", "home0"], free_port()),
                            Process(binary, "server2", folder, ["serve", *common, *store, "--slots", "4", "--groups", "home1", "--groups", "default"], free_port())]
            self.workers = [Process(binary, f"worker{i}", folder, ["worker", *store, "--slots", "4"]) for i in (1, 2)]
        else:
            self.servers = [Process(binary, "server1", folder, ["serve", *common, "--slots", "8", "--groups", "home0", "--groups", "default"], free_port())]
            self.workers = []
        self.processes = self.servers + self.workers
        self.api = Api([server.port for server in self.servers])

    def start(self):
        for place, process in enumerate(self.processes):
            if place in (1,):  # servers that share a store have one key
                process.data.mkdir()
                shutil.copy(self.servers[0].data / "secret.key", process.data / "secret.key")
            process.start()
            wait_for(lambda one=process: one.ready() or not one.is_up(), 60, f"{process.name} to be ready")
            if not process.ready():
                raise AssertionError(f"{process.name} did not start: {process.log_file.read_text()}")
        self.api.log_in()
        self._make_databases()

    def _make_databases(self):
        for i, tables in enumerate(self.sources):
            with sqlite3.connect(self.dir / f"source-{i}.db") as db:
                for t, rows in enumerate(tables):
                    db.execute(f"CREATE TABLE t{t}(id INTEGER PRIMARY KEY, name TEXT NOT NULL, size REAL)")
                    db.execute(f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
                               f"INSERT INTO t{t} SELECT i, 'row ' || i || ' of {t}', i / 4.0 FROM n", (rows,))
        with sqlite3.connect(self.dir / "work.db") as db:
            db.execute("CREATE TABLE entry(node TEXT NOT NULL, attempt TEXT NOT NULL)")
            db.execute("CREATE TABLE once(node TEXT NOT NULL, attempt TEXT NOT NULL, PRIMARY KEY(node, attempt))")
        if self.postgres:
            self.postgres.sql("work", "CREATE TABLE entry(node text NOT NULL, attempt text NOT NULL); "
                                      "CREATE TABLE once(node text NOT NULL, attempt text NOT NULL, PRIMARY KEY(node, attempt))")

    def make_endpoints(self, nodes):
        for home, server in enumerate(self.servers):
            def endpoint(name, kind, engine="sqlite", **members):
                self.api.dms(server.port, "CreateEndpoint", EndpointIdentifier=name, EndpointType=kind, EngineName=engine, **members)
            for i in range(len(self.sources)):
                endpoint(f"source-{i}", "source", DatabaseName=str(self.dir / f"source-{i}.db"))
            endpoint("journal-sqlite", "target", DatabaseName=str(self.dir / "work.db"))
            if self.postgres:
                e = self.postgres.env
                for name in ("journal-postgres", "target-postgres"):
                    endpoint(name, "target", "postgres", ServerName="127.0.0.1", Port=int(e["PG_PORT"]), Username=e["PG_USER"], Password=e["PG_PASSWORD"],
                             DatabaseName="work")
            for node in nodes:
                if node.kind == "DMS" and node.engine == "sqlite" and node.home == home:
                    endpoint(f"target-{node.name}", "target", DatabaseName=str(self.dir / f"target-{node.name}.db"))

    def define(self, project, document):
        made = self.api.send("POST", f"/projects/{project}/workflows", {"document": document}, {"Idempotency-Key": uuid.uuid4().hex})
        self.api.send("POST", f"/projects/{project}/workflows/{made['code']}/online")
        return made["code"]

    def worked(self, engine, text):
        """Rows of the database that SQL nodes write into."""
        if engine == "postgres":
            return self.postgres.sql("work", text)
        with sqlite3.connect(self.dir / "work.db") as db:
            return [[str(cell) for cell in row] for row in db.execute(text)]

    def journal(self):
        """(word, node, attempt, worker's pid, time) of each line that a script wrote."""
        lines = []
        for line in (self.dir / "journal").read_text().splitlines():
            word, node, attempt, pid, moment = line.split(" ")
            lines.append((word, node, attempt, int(pid), float(moment)))
        return lines

    def close(self):
        for process in self.processes:
            process.close()
        if self.postgres:
            self.postgres.close()
