#!/usr/bin/python3
"""An HTTPS server on loopback for tests of clients: tls_server.py FOLDER NAME CONNECTIONS

Makes a self-signed certificate for NAME in FOLDER/certificate.pem, prints its port, answers each of CONNECTIONS
connections with `{}`, and ends. A connection whose handshake fails counts too.
"""
import socket
import ssl
import subprocess
import sys


def gone():
    raise ConnectionError("the client went away")


folder, name, connections = sys.argv[1], sys.argv[2], int(sys.argv[3])
subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=" + name,
                "-keyout", folder + "/key.pem", "-out", folder + "/certificate.pem"],
               check=True, stderr=subprocess.DEVNULL)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder + "/certificate.pem", folder + "/key.pem")
listener = socket.create_server(("127.0.0.1", 0))
listener.settimeout(60)  # a client that never comes must not leave us behind
print(listener.getsockname()[1], flush=True)
for _ in range(connections):
    plain, _address = listener.accept()
    plain.settimeout(60)
    try:
        with context.wrap_socket(plain, server_side=True) as stream:
            received = b""
            while b"\r\n\r\n{}" not in received:
                received += stream.recv(65536) or gone()
            stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
    except (ssl.SSLError, ConnectionError):
        pass
