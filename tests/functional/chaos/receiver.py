"""Takes the alarms of a webhook channel, and remembers every one."""
import http.server
import json
import threading
import time


class Receiver:
    """Answers 200 after a moment: a sender that dies meanwhile must send again."""

    def __init__(self, answer_after=0.15):
        self.got = []  # (time, body, id of the header)
        lock = threading.Lock()
        got = self.got

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with lock:
                    got.append((time.time(), body, self.headers["X-Dmsnode-Alarm-Id"]))
                time.sleep(answer_after)
                try:
                    self.send_response(200)
                    self.end_headers()
                except OSError:
                    pass  # the sender was killed

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/alarm"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)
