#!/usr/bin/python3
"""A receiver of alarms on loopback for tests: alarm_receiver.py FOLDER MODE

MODE starttls  SMTP that offers STARTTLS and takes a login only after it
     tls       SMTP over TLS from the first byte
     plain     SMTP without TLS that takes logins
     https     answers any POST with 204

Makes a self-signed certificate for 127.0.0.1 and localhost in FOLDER/certificate.pem, prints port and process id, and serves until it is
told to end by SIGTERM, at most two minutes. Login: alarm-user / pa55-of-alarm-user. Each mail becomes a line of JSON in FOLDER/mails, as
Python's own parser reads it; each line that came without TLS goes to FOLDER/clear.

Recipients decide what happens: bounce@ 550, later@ 451, and when the mail was sent full@ 552, busy@ 452; slow@ is never answered.
"""
import asyncio
import email
import email.policy
import http.server
import json
import os
import signal
import ssl
import subprocess
import sys

folder, mode = sys.argv[1], sys.argv[2]
try:
    from aiosmtpd.smtp import SMTP, AuthResult
except ImportError:
    print("0 0", flush=True)
    sys.exit("the Debian package python3-aiosmtpd is missing: install it")

signal.alarm(120)  # a test that died must not leave us behind
subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
                "-keyout", folder + "/key.pem", "-out", folder + "/certificate.pem"],
               check=True, stderr=subprocess.DEVNULL)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder + "/certificate.pem", folder + "/key.pem")


def started(port):
    print(port, os.getpid(), flush=True)


class Recorder(SMTP):
    def data_received(self, data):
        if self.session is not None and self.session.ssl is None and mode != "tls":
            with open(folder + "/clear", "ab") as clear:
                clear.write(data)
        super().data_received(data)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "slow":
            await asyncio.sleep(60)
        if name in ("bounce", "later"):
            return {"bounce": "550 5.1.1 no such user here", "later": "451 4.7.1 greylisted"}[name]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        names = [address.split("@")[0] for address in envelope.rcpt_tos]
        if "full" in names:
            return "552 5.2.2 mailbox full"
        if "busy" in names:
            return "452 4.3.1 no space"
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        text = mail.get_body(("plain",))
        html = mail.get_body(("html",))
        raw = envelope.content.decode("ascii")
        record = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "login": bool(session.authenticated),
                  "tls": session.ssl is not None or mode == "tls",
                  "headers": [[name, str(value)] for name, value in mail.items()],
                  "subject": str(mail["Subject"]), "date": mail["Date"].datetime.timestamp(),
                  "text": text.get_content(), "html": html.get_content(),
                  "longest": max(len(line) for line in raw.split("\r\n")),
                  "bare": raw.replace("\r\n", "").count("\n"), "type": mail.get_content_type()}
        with open(folder + "/mails", "a", encoding="utf-8") as mails:
            mails.write(json.dumps(record) + "\n")
        return "250 taken"


def login(server, session, envelope, mechanism, data):
    good = data.login == b"alarm-user" and data.password == b"pa55-of-alarm-user"
    return AuthResult(success=good, handled=False)


def make():
    return Recorder(Handler(), hostname="mail.test", tls_context=context if mode == "starttls" else None,
                    auth_require_tls=mode == "starttls", authenticator=login)


async def serve():
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0, ssl=context if mode == "tls" else None)
    started(server.sockets[0].getsockname()[1])
    await server.serve_forever()


class Post(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
if mode == "https":
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Post)
    web.socket = context.wrap_socket(web.socket, server_side=True, do_handshake_on_connect=False)
    started(web.server_address[1])
    web.serve_forever()
asyncio.run(serve())
