"""Chaos for the scheduler: a random workflow of SHELL, SQL and DMS nodes runs to its end while every process is killed (kill -9) again and
again, and PostgreSQL, if it is the store, is restarted twice. Then every node must have run exactly as often as it should (chaos/verdict.py
says what that is), nothing may be stuck or left over, and no alarm may be lost.

usage: chaos_test.py DMSNODE [--seeds N] [--first SEED] [--nodes N] [--store both|sqlite|postgres] [--keep]

Beside the workflow others are started by key, and one by a schedule; all of them tell their ends to a webhook. A run that fails prints its
seed and states, and keeps its folder.
"""
import argparse
import collections
import concurrent.futures
import http.client
import pathlib
import random
import shutil
import sqlite3
import sys
import tempfile
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from chaos import plan  # noqa: E402
from chaos.receiver import Receiver  # noqa: E402
from chaos.verdict import Verdict, seconds, warnings_of  # noqa: E402
from chaos.world import Stuck, World, wait_for  # noqa: E402

ENDS = ("success", "failure", "killed")
MOST_SILENCE = 75      # seconds in which no node changes its state: longer than a worker's lease
MOST_SECONDS = 600     # for the main instance
EVERY = 4              # seconds between two fires of the schedule
GROUP = {"alarmGroup": "ops", "notify": "ALL"}


def script(name, text):
    return {"name": name, "taskType": "SHELL", "taskParams": {"rawScript": text, "onWorkerLoss": "retry"}}


class Run:
    """One seed on one store."""

    def __init__(self, binary, folder, seed, count, store):
        self.rng = random.Random(f"{store}/{seed}")
        self.folder, self.count, self.with_postgres = folder, count, store == "postgres"
        sources = [[self.rng.choice((0, self.rng.randint(1, 50), self.rng.randint(500, 4000))) for _ in range(6)] for _ in range(3)]
        self.receiver = Receiver()
        self.world = World(binary, folder, self.with_postgres, sources)
        self.nodes = plan.make_nodes(self.rng, count, len(self.world.servers), self.with_postgres, sources)
        self.api = self.world.api
        self.starts = []  # futures of (code, expected end)
        self.kills = 0
        self.absent = {}  # until when a killed process stays away, or a paused one stands still

    # Before.

    def prepare(self):
        self.world.start()
        self.world.make_endpoints(self.nodes)
        send = self.api.send
        self.project = send("POST", "/projects", {"name": "chaos"})["code"]
        self.at = f"/projects/{self.project}"
        send("POST", f"{self.at}/task-groups", {"name": plan.GROUP, "size": 2})
        send("POST", "/alarm-channels", {"name": "hook", "kind": "webhook", "settings": {"url": self.receiver.url}})
        send("POST", "/alarm-groups", {"name": "ops", "channels": ["hook"]})
        define = self.world.define
        self.main = define(self.project, plan.document("main", self.nodes, self.folder))
        self.sides = {"success": define(self.project, {"name": "side-good", "tasks": [script("a", "true")]}),
                      "failure": define(self.project, {"name": "side-bad", "tasks": [script("a", "exit 4")]})}
        self.tick = define(self.project, {"name": "tick", "tasks": [script("a", "true")]})
        send("PUT", f"{self.at}/workflows/{self.tick}/schedule", {"crontab": f"*/{EVERY} * * * * ? *", "timezoneId": "UTC", "missedFires": "RUN_ALL"})
        send("POST", f"{self.at}/workflows/{self.tick}/schedule/online")
        self.online = time.time()
        self.instance = send("POST", f"{self.at}/workflows/{self.main}/start", GROUP, {"Idempotency-Key": uuid.uuid4().hex})["code"]

    # Meanwhile.

    def start_side(self, end):
        """With a key, so that it may be asked for until it is answered: 409 says that an earlier try is at work."""
        made = self.api.send("POST", f"{self.at}/workflows/{self.sides[end]}/start", GROUP, {"Idempotency-Key": uuid.uuid4().hex}, again=(503, 409))
        return made["code"], end

    def states(self):
        """How many nodes there are in each state, and the instance's; nothing if no server answers now."""
        path = f"/api/v1{self.at}/instances/{self.instance}"
        states, cursor = collections.Counter(), ""
        try:
            port = self.rng.choice(self.api.ports)
            while True:
                status, _, page = self.api.once(port, "GET", f"{path}/tasks?limit=200{cursor}", timeout=10)
                if status != 200:
                    return None
                states.update(task["state"] for task in page["items"])
                if "nextCursor" not in page:
                    break
                cursor = "&cursor=" + page["nextCursor"]
            status, _, instance = self.api.once(port, "GET", path, timeout=10)
            return (states, instance["state"]) if status == 200 else None
        except (OSError, http.client.HTTPException, ValueError):  # a server that died in the middle
            return None

    def kill_one(self):
        up = [process for process in self.world.processes if process.is_up() and process.name not in self.absent]
        if not up:
            return
        victim = self.rng.choice(up)
        self.kills += 1
        # Most come back at once; one of several stays away, or stands still, until its leases are over.
        if self.with_postgres and self.count >= 100 and self.kills == self.long_absence:
            self.absent[victim.name] = time.time() + 33
            if self.rng.random() < 0.5:
                return victim.pause()
            return victim.kill()
        for process in up if self.rng.random() < 0.1 else [victim]:
            process.kill()
            process.start()
            if self.rng.random() < 0.2:  # again, in the middle of its start
                time.sleep(self.rng.uniform(0, 0.4))
                process.kill()
                process.start()
                self.kills += 1

    def bring_back(self, everybody=False):
        for process in self.world.processes:
            if process.name not in self.absent:
                process.watch()
            elif everybody or time.time() >= self.absent[process.name]:
                del self.absent[process.name]
                if process.is_up():
                    process.let_go_on()
                else:
                    process.start()

    def torment(self):
        """Kills until the main instance has ended."""
        begun = time.time()
        self.long_absence = self.rng.randint(3, 6)
        next_kill = begun + self.rng.uniform(0.5, 2)
        next_look = next_start = begun
        quick = self.count / 200
        modes = ["fast", "immediate"]
        self.rng.shuffle(modes)
        restarts = sorted(self.rng.uniform(2, 30) * max(quick, 0.2) for _ in modes) if self.with_postgres else []
        last_change, last_states, state = begun, None, ""
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            while state not in ENDS:
                now = time.time()
                self.bring_back()
                if self.world.postgres:
                    self.world.postgres.end_restart()
                    if restarts and now - begun > restarts[0] and not self.world.postgres.restarting:
                        restarts.pop(0)
                        self.world.postgres.begin_restart(modes.pop(), self.rng.choice((0, 0, 2, 6)))
                if now >= next_kill:
                    self.kill_one()
                    next_kill = now + self.rng.uniform(0.7, 4)
                if now >= next_start and len(self.starts) < 12:
                    self.starts.append(pool.submit(self.start_side, self.rng.choice(("success", "failure"))))
                    next_start = now + self.rng.uniform(1, 5)
                if now >= next_look:
                    next_look = now + 0.5
                    found = self.states()
                    if found and found != last_states:
                        last_states, state, last_change = found, found[1], now
                if now - last_change > MOST_SILENCE or now - begun > MOST_SECONDS:
                    raise Stuck(f"no node has changed for {now - last_change:.0f} s, {now - begun:.0f} s after the start: {last_states}")
                time.sleep(0.05)
        self.seconds = time.time() - begun
        self.bring_back(everybody=True)
        if self.world.postgres:
            self.world.postgres.end_restart(wait=True)

    # After.

    def instances_of(self, workflow):
        return self.api.all(f"{self.at}/instances?workflowCode={workflow}")

    def settle(self):
        """Waits for what is still under way."""
        self.api.send("POST", f"{self.at}/workflows/{self.tick}/schedule/offline")
        workflows = [self.main, self.tick, *self.sides.values()]
        wait_for(lambda: all(instance["state"] in ENDS for workflow in workflows for instance in self.instances_of(workflow)), 90, "the other instances to end")
        wait_for(lambda: all(delivery["state"] not in ("waiting", "sending") for alarm in self.api.all("/alarms") for delivery in alarm["deliveries"]), 240,
                 "alarms to be delivered")

    def judge(self):
        verdict = Verdict(self.world, self.nodes)
        main = self.api.get(f"{self.at}/instances/{self.instance}")
        attempts = self.api.all(f"{self.at}/instances/{self.instance}/attempts")
        verdict.check_main(main, self.api.all(f"{self.at}/instances/{self.instance}/tasks"), attempts)
        sides = [instance for workflow in self.sides.values() for instance in self.instances_of(workflow)]
        verdict.check_started([future.result() for future in self.starts], sides)
        verdict.check_fired(EVERY, self.online, self.instances_of(self.tick))
        every = [(main["name"], attempt) for attempt in attempts]
        for side in sides:
            every += [(side["name"], attempt) for attempt in self.api.all(f"{self.at}/instances/{side['code']}/attempts")]
        twice = verdict.check_alarms([(one["name"], one["state"]) for one in [main, *sides]], every, self.api.all("/alarms"), self.receiver.got)
        for process in self.world.processes:
            for moment, code, line in process.exits:
                verdict.wrong(f"{process.name} ended by itself with {code} at {moment:.3f}: {line}")
        slow = []
        for process in self.world.processes:
            took, code = process.terminate()
            slow.append(took)
            if code != 0:
                verdict.wrong(f"{process.name} ended with {code} after SIGTERM")
        verdict.check_left_over(self.query_store)
        waits = verdict.waits()
        self.figures = {"nodes": len(self.nodes), "attempts": len(attempts), "losses": sum(a["losses"] for a in attempts), "kills": self.kills,
                        "seconds": self.seconds, "waits": waits, "alarms": len(self.receiver.got), "twice": twice, "end": max(slow),
                        "longest request": self.api.longest}
        return verdict.problems

    def query_store(self, text):
        if self.with_postgres:
            return int(self.world.postgres.sql("store", text)[0][0])
        with sqlite3.connect(self.world.servers[0].data / "dmsnode.db") as db:
            return db.execute(text).fetchone()[0]

    def show(self):
        """For a run that failed: states, attempts that have not ended, and the ends of the logs."""
        try:
            for task in self.api.all(f"{self.at}/instances/{self.instance}/tasks"):
                if task["state"] not in ("success", "upstream failed"):
                    print(f"    {task['name']}: {task['state']}, attempt {task['attempt']}, changed {task['changed']}, wake {task.get('wake')}")
            for attempt in self.api.all(f"{self.at}/instances/{self.instance}/attempts"):
                if attempt["state"] != "ended":
                    print(f"    attempt of {attempt['taskName']}: {attempt}")
        except Exception as error:  # noqa: BLE001: it is a report about something broken
            print(f"    no answer: {error!r}")
        for process in self.world.processes:
            print(f"    --- end of {process.name}.log")
            for line in process.log_file.read_text(errors="replace").splitlines()[-12:]:
                print("    " + line)

    def close(self):
        self.receiver.close()
        self.world.close()


def run_one(binary, seed, count, store, keep):
    """The figures of a run, and what its logs warn of. Nothing if it failed."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"dmsnode-chaos-{store}-{seed}-"))
    folder.chmod(0o755)
    run = Run(binary, folder, seed, count, store)
    problems = []
    try:
        try:
            run.prepare()
            run.torment()
            run.settle()
            problems = run.judge()
        except (AssertionError, OSError) as error:
            problems = [f"{type(error).__name__}: {error}"]
            run.show()
    finally:
        run.close()
    warnings = collections.Counter()
    for process in run.world.processes:
        warnings += warnings_of(process.log_file)
    if problems:
        print(f"  {store} seed {seed} FAILED; its folder is {folder}", flush=True)
        for problem in problems[:40]:
            print("    " + problem, flush=True)
        return None, warnings
    if not keep:
        shutil.rmtree(folder)
    f = run.figures
    waits = ", ".join(f"{what} {longest:.1f} s, {unexplained:.1f} of them in peace ({where})" for what, (longest, unexplained, where) in f["waits"].items())
    print(f"  {store} seed {seed}: {f['nodes']} nodes, {f['attempts']} attempts, {f['losses']} losses, {f['kills']} kills in {f['seconds']:.0f} s; longest: {waits}, "
          f"request {f['longest request']:.1f} s, end {f['end']:.1f} s; {f['alarms']} alarms received, {f['twice']} again", flush=True)
    return f, warnings


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first", type=int, default=random.SystemRandom().randrange(1 << 31))
    parser.add_argument("--nodes", type=int, default=40)
    parser.add_argument("--store", choices=("both", "sqlite", "postgres"), default="both")
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    binary = str(pathlib.Path(given.binary).resolve())
    stores = ("sqlite", "postgres") if given.store == "both" else (given.store,)
    print(f"chaos_test: {given.seeds} seeds from {given.first}, {given.nodes} nodes, {' and '.join(stores)}", flush=True)
    failed, warnings = [], collections.Counter()
    for seed in range(given.first, given.first + given.seeds):
        for store in stores:
            figures, told = run_one(binary, seed, given.nodes, store, given.keep)
            warnings += told
            if figures is None:
                failed.append(f"{store}/{seed}")
    for text, count in warnings.most_common(60):
        print(f"  log {count:5}x {text}")
    if failed:
        sys.exit(f"chaos_test: failed: {', '.join(failed)}")
    print("chaos_test: every node ran as often as it should, and every alarm came")


if __name__ == "__main__":
    main()
