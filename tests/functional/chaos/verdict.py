"""What a chaos run must have left: every node as often and with the end that its plan says, no alarm lost, nothing left over.

What a kill -9 permits (docs/scheduler.md, docs/task-kinds.md):
  SHELL, onWorkerLoss fail   An attempt's script runs once at most. If its worker was killed meanwhile, the attempt has failed, and says so.
  SHELL, onWorkerLoss retry  It runs once more for each loss of its worker, never beside an earlier run; the attempt does not fail by it.
  SQL, idempotent            May run again; the attempt does not fail by it.
  SQL, transaction           Its rows are there once if the attempt succeeded, and not if it failed, unless it says that this is unknown.
  SQL, plain                 As onWorkerLoss fail: once at most.
  DMS                        One replication task, one attempt: it is adopted. Its target equals its source.
A restart of PostgreSQL may fail an attempt whose own database it is, never one that only needs the store.
"""
import collections
import datetime
import re
import sqlite3

import chaos.plan as plan

SLACK = 0.002  # times are told in milliseconds


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class Verdict:
    def __init__(self, world, nodes):
        self.world, self.nodes = world, nodes
        self.by_name = {node.name: node for node in nodes}
        self.problems = []
        self.journal = world.journal()
        self.kills = {pid: moment for process in world.processes for pid, moment in process.killed.items()}
        self.gone = [(moment, moment) for moment in self.kills.values()]
        self.gone += [pause for process in world.processes for pause in process.paused]

    def wrong(self, text):
        self.problems.append(text)

    # The main instance.

    def check_main(self, instance, tasks, attempts):
        self.attempts = collections.defaultdict(list)
        for attempt in attempts:
            self.attempts[attempt["taskName"]].append(attempt)
        for name in self.attempts:
            self.attempts[name].sort(key=lambda attempt: attempt["number"])
        self.owner = {attempt["code"]: attempt["taskName"] for attempt in attempts}
        self.lines = collections.defaultdict(list)  # by attempt
        for line in self.journal:
            if self.owner.get(line[2]) == line[1]:
                self.lines[line[2]].append(line)
            elif line[1] in self.by_name:
                self.wrong(f"a script ran that no attempt tells of: {line}")
            if line[0] == "overlap":
                self.wrong(f"two runs of a script at once: {line}")
        self.rows = collections.defaultdict(collections.Counter)  # by engine and table, by attempt
        for engine in ("sqlite", "postgres") if self.world.postgres else ("sqlite",):
            for table in ("entry", "once"):
                for node, attempt in self.world.worked(engine, f"SELECT node, attempt FROM {table}"):
                    self.rows[engine, table][attempt] += 1
                    if self.owner.get(attempt) != node:
                        self.wrong(f"rows of {node} that no attempt tells of: {attempt}")
        failed_fragile = {node.name for node in self.nodes if node.fragile and self._last(node) == "failure"}
        expected = plan.expected_states(self.nodes, failed_fragile)
        states = {task["name"]: task["state"] for task in tasks}
        for node in self.nodes:
            if states.get(node.name) != expected[node.name]:
                self.wrong(f"{node.name} ended as {states.get(node.name)}, not {expected[node.name]}: {node}; {self._tell(node)}")
                continue
            self._check_attempts(node, expected[node.name])
        wanted = "failure" if "failure" in expected.values() else "success"
        if instance["state"] != wanted:
            self.wrong(f"the instance ended as {instance['state']}, not {wanted}")
        self._check_group()
        self._check_targets(expected)

    def _last(self, node):
        return self.attempts[node.name][-1]["result"] if self.attempts.get(node.name) else ""

    def _tell(self, node):
        return "; ".join(f"#{a['number']} {a['state']} {a['result']} losses {a['losses']} {a['message']}" for a in self.attempts.get(node.name, []))

    def _check_attempts(self, node, end):
        attempts = self.attempts.get(node.name, [])
        if end == "upstream failed":
            if attempts:
                self.wrong(f"{node.name} must not have run: {self._tell(node)}")
            return
        if [attempt["number"] for attempt in attempts] != list(range(1, len(attempts) + 1)):
            self.wrong(f"{node.name}: attempts are missing: {self._tell(node)}")
        if end == "failure" and len(attempts) != node.retries + 1:
            self.wrong(f"{node.name}: {len(attempts)} attempts, not {node.retries + 1}: {self._tell(node)}")
        if node.way == "first" and node.kind == "SQL" and len(attempts) < 2:
            self.wrong(f"{node.name} did not fail first: {self._tell(node)}")
        before = [seconds(self.attempts[name][-1]["ended"]) for name in node.before]
        free = max(before) if before else 0.0
        for attempt in attempts:
            if attempt["state"] != "ended" or attempt["worker"]:
                self.wrong(f"{node.name}: an attempt is left over: {attempt}")
                return
            last = attempt is attempts[-1]
            if attempt["result"] != ("success" if last and end == "success" else "failure"):
                self.wrong(f"{node.name} #{attempt['number']}: {attempt['result']} {attempt['message']}")
            if seconds(attempt["queued"]) < free - SLACK:
                self.wrong(f"{node.name} #{attempt['number']} was queued before what it waits for had ended")
            free = seconds(attempt["ended"])
            getattr(self, "_check_" + node.kind.lower())(node, attempt)

    def _killed_in(self, attempt):
        """True if a process was killed, or stood still, while the attempt was under way."""
        begin, end = seconds(attempt["started"]), seconds(attempt["ended"])
        return any(begin - SLACK <= back and gone <= end + SLACK for gone, back in self.gone)

    def _postgres_away_in(self, attempt):
        begin, end = seconds(attempt["started"]), seconds(attempt["ended"])
        return self.world.postgres and any(begun <= end + SLACK and begin <= ended + 2 for begun, ended, _ in self.world.postgres.restarts)

    @staticmethod
    def _worn_out(attempt):
        """What kills its workers again and again is given up: here it is chance."""
        return attempt["message"].startswith("the workers that ran it were lost too often") and attempt["losses"] > 5

    def _check_shell(self, node, attempt):
        count = collections.Counter(line[0] for line in self.lines[attempt["code"]])
        what = f"{node.name} #{attempt['number']} ({attempt['result']}, {attempt['losses']} losses, {attempt['message']!r}): {dict(count)}"
        runs = 1 + (attempt["losses"] if node.on_loss == "retry" else 0)
        if count["begin"] > runs or count["end"] > runs:
            self.wrong("run too often: " + what)
        if attempt["result"] == "success":
            if count["begin"] < 1 or count["end"] < 1:
                self.wrong("success without a run: " + what)
            if node.way == "always":
                self.wrong("success of what always fails: " + what)
        elif attempt["message"].startswith("exit code 3"):
            if node.way == "ok" or count["fail"] < 1:
                self.wrong("an exit code that it does not give: " + what)
        elif attempt["message"].startswith("the worker ended while the script ran"):
            if node.on_loss != "fail" or attempt["losses"] == 0 or not self._killed_in(attempt):
                self.wrong("a loss that was none: " + what)
        elif not self._worn_out(attempt):
            self.wrong("a failure that nothing explains: " + what)

    def _check_sql(self, node, attempt):
        table = "once" if node.mode == "idempotent" else "entry"
        rows = self.rows[node.engine, table][attempt["code"]]
        message = attempt["message"]
        what = f"{node.name} {node.mode} {node.engine} #{attempt['number']} ({attempt['result']}, {attempt['losses']} losses, {message!r}): {rows} rows"
        if rows > 1:
            self.wrong("done twice: " + what)
        if attempt["result"] == "success":
            if rows != 1 or node.way == "always":
                self.wrong("success without its rows: " + what)
        elif message.startswith("the check does not hold"):
            if node.way == "ok" or rows != (0 if node.mode == "transaction" else 1):
                self.wrong("a check that holds: " + what)
        elif "it is unknown whether it was committed" in message and not message.startswith("the worker ended"):
            if node.engine != "postgres" or not self._postgres_away_in(attempt):
                self.wrong("a connection that was not lost: " + what)
        elif message.startswith("the worker ended"):
            if node.mode == "idempotent" or attempt["losses"] == 0 or not self._killed_in(attempt):
                self.wrong("a loss that was none: " + what)
        elif node.engine == "postgres" and self._postgres_away_in(attempt):
            if rows and node.mode == "transaction":
                self.wrong("rolled back, and there: " + what)
        elif not self._worn_out(attempt):
            self.wrong("a failure that nothing explains: " + what)

    def _check_dms(self, node, attempt):
        if attempt["result"] == "success" or self._worn_out(attempt) or (node.engine == "postgres" and self._postgres_away_in(attempt)):
            return
        self.wrong(f"a migration failed: {node.name} {node.engine} #{attempt['number']} ({attempt['losses']} losses): {attempt['message']}")

    def _check_group(self):
        """Never more attempts at once than the task group has places."""
        events = []
        for node in self.nodes:
            for attempt in self.attempts.get(node.name, []) if node.in_group else []:
                events += [(seconds(attempt["started"]) + SLACK, 1), (seconds(attempt["ended"]), -1)]
        places = 0
        for _, change in sorted(events):
            places += change
            if places > 2:
                return self.wrong(f"{places} nodes of the task group ran at once")

    def _check_targets(self, expected):
        made = collections.defaultdict(list)
        for server in self.world.servers:
            marker = {}
            while True:
                page = self.world.api.dms(server.port, "DescribeReplicationTasks", **marker)
                for task in page["ReplicationTasks"]:
                    made[task["ReplicationTaskIdentifier"].split("-")[0]].append((server.name, task["Status"], task.get("StopReason")))
                if not page.get("Marker"):
                    break
                marker = {"Marker": page["Marker"]}
        for node in self.nodes:
            if node.kind != "DMS":
                continue
            if len(made[node.name]) != (1 if expected[node.name] == "success" else 0):
                self.wrong(f"{node.name}: replication tasks {made[node.name]}")
            if expected[node.name] != "success":
                continue
            for table in node.tables:
                text = "SELECT id, name, size FROM {} ORDER BY id"
                with sqlite3.connect(self.world.dir / f"source-{node.source}.db") as db:
                    source = db.execute(text.format(f"t{table}")).fetchall()
                if node.engine == "sqlite":
                    with sqlite3.connect(self.world.dir / f"target-{node.name}.db") as db:
                        target = db.execute(text.format(f"t{table}")).fetchall()
                else:
                    target = [(int(a), b, float(c)) for a, b, c in self.world.postgres.sql("work", text.format(f"to_{node.name}.t{table}"))]
                if source != target:
                    self.wrong(f"{node.name}: t{table} has {len(target)} rows, not the {len(source)} of its source")

    # The others.

    def check_started(self, asked, instances):
        """Each key that was asked for has made one instance."""
        codes = collections.Counter(code for code, _ in asked)
        if any(count > 1 for count in codes.values()) or set(codes) != {instance["code"] for instance in instances}:
            self.wrong(f"{len(asked)} starts with a key made {len(instances)} instances: {asked}")
        states = {instance["code"]: instance["state"] for instance in instances}
        for code, state in asked:
            if states.get(code) != state:
                self.wrong(f"instance {code} ended as {states.get(code)}, not {state}")

    def check_fired(self, every, since, instances):
        """Each moment of the schedule has one instance, those at which nobody was there too."""
        moments = sorted(round(seconds(instance["scheduleTime"])) for instance in instances)
        if not moments:
            return self.wrong("the schedule never fired")
        if moments != list(range(moments[0], moments[-1] + 1, every)) or moments[0] > since + every + 1:
            self.wrong(f"the schedule (every {every} s since {since}) fired at {moments}")
        bad = [instance for instance in instances if instance["state"] != "success"]
        if bad:
            self.wrong(f"what the schedule started ended otherwise: {bad}")

    def check_alarms(self, told, attempts, alarms, got):
        """`told`: (instance's name, its end) of those that tell it; `attempts`: (instance's name, attempt) of all."""
        wanted = collections.Counter((name, "workflow_" + state, "") for name, state in told)
        wanted.update((name, "task_attention", attempt["taskName"]) for name, attempt in attempts if attempt["attention"])
        raised = collections.Counter()
        received = collections.defaultdict(list)
        for _, body, header in got:
            received[body["id"]].append(body)
            if body["id"] != header:
                self.wrong(f"an alarm with two ids: {header}, {body}")
        for alarm in alarms:
            fields = {field["name"]: field["value"] for field in alarm["fields"]}
            raised[fields.get("instance"), alarm["kind"], fields.get("task", "")] += 1
            bodies = received.pop(alarm["code"], [])
            if not alarm["groupName"]:
                continue  # attention in an instance that tells nobody
            tries = sum(delivery["attempts"] for delivery in alarm["deliveries"])
            if [delivery["state"] for delivery in alarm["deliveries"]] != ["sent"] or not 1 <= len(bodies) <= tries:
                self.wrong(f"alarm received {len(bodies)} times in {tries} attempts: {alarm}")
            if any(body != bodies[0] for body in bodies):
                self.wrong(f"an alarm that changed between its deliveries: {bodies}")
        if raised != wanted:
            self.wrong(f"alarms missing: {dict(wanted - raised)}, too many: {dict(raised - wanted)}")
        if received:
            self.wrong(f"alarms that the server does not know of: {dict(received)}")
        return sum(len(body) for body in [got]) - len({body["id"] for _, body, _ in got})

    def check_left_over(self, query):
        """After the clean end of all processes. `query` gives one number."""
        for what, text in (("attempts", "SELECT count(*) FROM sched_attempt WHERE state <> 'ended' OR claimable = 1 OR news = 1 OR owner IS NOT NULL "
                                        "OR lease IS NOT NULL OR timeout_at IS NOT NULL"),
                           ("instances that wait for a look", "SELECT count(*) FROM sched_instance WHERE wake IS NOT NULL"),
                           ("workers", "SELECT count(*) FROM sched_worker"),
                           ("deliveries", "SELECT count(*) FROM alarm_delivery WHERE state <> 'sent'")):
            left = query(text)
            if left:
                self.wrong(f"{left} {what} are left over in the store")

    # Figures.

    def waits(self):
        """The longest waits of the main instance, each as (seconds, seconds of it that nothing explains, where): from what frees a node to
        its queueing, from there to its start, and from a kill to the moment at which the node that ran there went on."""
        found = {"decided": [], "claimed": [], "taken over": []}

        def add(what, begin, end, where):
            found[what].append((end - begin, end - begin - self._without_somebody(begin, end), where))
        for node in self.nodes:
            free = max((seconds(self.attempts[name][-1]["ended"]) for name in node.before if self.attempts.get(name)), default=None)
            for attempt in self.attempts.get(node.name, []):
                where = f"{node.name} {node.kind} #{attempt['number']}"
                queued, started = seconds(attempt["queued"]), seconds(attempt["started"])
                if free is not None:
                    add("decided", free, queued, where)
                if not node.in_group:
                    add("claimed", queued, started, where)
                free = seconds(attempt["ended"])
                lines = self.lines.get(attempt["code"], [])
                for place, line in enumerate(lines):
                    killed = self.kills.get(line[3])
                    if line[0] != "begin" or killed is None or killed < line[4] or (place + 1 < len(lines) and lines[place + 1][4] < killed):
                        continue
                    if free < killed:
                        continue
                    goes_on = min([later[4] for later in lines[place + 1:] if later[4] > killed] + [free])
                    add("taken over", killed, goes_on, where)
        return {what: max(waits, key=lambda wait: wait[1], default=(0.0, 0.0, "")) for what, waits in found.items()}

    def _without_somebody(self, begin, end):
        """How long in between PostgreSQL was away, or a process of which the test says so."""
        windows = [(begun, ended) for begun, ended, _ in self.world.postgres.restarts] if self.world.postgres else []
        for process in self.world.processes:
            windows += process.away + process.paused
        total, reached = 0.0, begin
        for begun, ended in sorted(windows):
            begun, ended = max(begun, reached), min(ended, end)
            if ended > begun:
                total += ended - begun
                reached = ended
        return total


def warnings_of(log_file):
    """What a process's log warns of, with its numbers left out: how often each."""
    found = collections.Counter()
    for line in log_file.read_text(errors="replace").splitlines():
        match = re.match(r"\S+ (WARN|ERROR) (.*)", line)
        if match:
            text = re.sub(r"/tmp/\S+|n[0-9]{3}\b", "~", match.group(2))
            text = re.sub(r"\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b\S+-[A-Z2-7]{8}\b|[0-9]+", "#", text)
            found[match.group(1) + " " + text[:220]] += 1
    return found
