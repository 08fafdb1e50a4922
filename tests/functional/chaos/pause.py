"""A worker that only seemed dead: it stands still until its lease is over, another one runs its script again, and then it goes on."""
import re
import time

from chaos.world import World, wait_for


def check(binary, folder):
    """Seconds from the pause to the other worker's start. Errors: AssertionError."""
    world = World(binary, folder, True, [[]])
    try:
        world.start()
        api = world.api
        project = api.send("POST", "/projects", {"name": "pause"})["code"]
        line = f'printf \'%s long ${{system.task.instance.id}} %s %s\\n\''
        script = (f"exec 9>> {folder}/locks/long\nflock -n 9 || {line} overlap $PPID $EPOCHREALTIME >> {folder}/journal\n"
                  f"{line} begin $PPID $EPOCHREALTIME >> {folder}/journal\n"
                  f"while [ ! -e {folder}/go ]; do sleep 0.1; done\n"
                  f"{line} end $PPID $EPOCHREALTIME >> {folder}/journal\n")
        workflow = world.define(project, {"name": "long", "tasks": [
            {"name": "long", "taskType": "SHELL", "workerGroup": "default", "taskParams": {"rawScript": script, "onWorkerLoss": "retry"}}]})
        # Only the two workers serve it now.
        world.servers[1].kill()
        instance = api.send("POST", f"/projects/{project}/workflows/{workflow}/start", {})["code"]
        first = wait_for(world.journal, 30, "the script")[0]
        victim = next(worker for worker in world.workers if worker.process.pid == first[3])
        begun = time.time()
        victim.pause()
        wait_for(lambda: len(world.journal()) > 1, 60, "the other worker to run the script again")
        took = time.time() - begun
        victim.let_go_on()
        seen = re.compile("is no longer this worker's|after another worker had taken it over")
        wait_for(lambda: seen.search(victim.log_file.read_text()), 30, "the first worker to see it")
        (folder / "go").touch()
        path = f"/projects/{project}/instances/{instance}"
        done = wait_for(lambda: (lambda one: one if one["state"] in ("success", "failure") else None)(api.get(path)), 60, "the end")
        words = [line[0] for line in world.journal()]
        attempts = api.all(path + "/attempts")
        if done["state"] != "success" or words != ["begin", "begin", "end"] or len(attempts) != 1 or attempts[0]["losses"] != 1:
            raise AssertionError(f"a worker that stood still: {done['state']}, {words}, {attempts}")
        for process in (world.servers[0], *world.workers):
            if process.terminate()[1] != 0:
                raise AssertionError(f"{process.name} did not end well after SIGTERM")
        return took
    finally:
        world.close()
