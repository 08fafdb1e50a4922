"""The example of docs/api.md works as it is written.

usage: api_example_test.py DMSNODE
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.request

BINARY = pathlib.Path(sys.argv[1]).resolve()
PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "api.md"
PASSWORD = "a password of this test"


def post(url, body, headers):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.load(reply), reply.headers


class Example(unittest.TestCase):
    def test_it_runs_as_shown(self):
        script = next(text for text in re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.S) if "call()" in text)
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            (work / "password").write_text(PASSWORD)
            server = subprocess.Popen([BINARY, "serve", "--listen", "127.0.0.1:0", "--data", str(work / "data")], text=True,
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                      env=dict(os.environ, DMSNODE_ADMIN_PASSWORD_FILE=str(work / "password")))
            guard = threading.Timer(120, server.kill)  # no read below may wait for ever
            guard.start()
            try:
                line = server.stdout.readline()
                url = re.search(r"http://127\.0\.0\.1:\d+", line).group()
                login, headers = post(url + "/api/v1/login", {"name": "admin", "password": PASSWORD}, {})
                session = {"Cookie": headers["Set-Cookie"].split(";")[0], "X-CSRF-Token": login["me"]["csrfToken"]}
                token = post(url + "/api/v1/me/tokens", {"name": "example", "scope": "admin"}, session)[0]["token"]
                run = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=work, capture_output=True, text=True,
                                     env=dict(os.environ, url=url, token=token), timeout=60)
                self.assertEqual(0, run.returncode, run.stdout + run.stderr)
                self.assertIn('"kind":"field_changed"', run.stdout)
                self.assertIn('"releaseState":"ONLINE"', run.stdout)
                self.assertIn("rawScript: echo good morning", run.stdout)
            finally:
                guard.cancel()
                server.terminate()
                server.wait(timeout=30)
                server.stdout.close()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
