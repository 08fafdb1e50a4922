#!/usr/bin/env python3
"""Runs the AWS client's contract tests against moto's server: moto_contract.py path/to/aws_test

moto is a mock of AWS that others wrote, so the tests hold our reading of the contract against theirs. It is not in
Debian: run this with a Python that has moto and flask. Without them it says so and ends with code 77 (skipped).
"""
import os
import subprocess
import sys

try:
    from moto.server import ThreadedMotoServer
except ImportError as missing:
    print("skipped: this Python cannot import moto's server (%s)" % missing)
    sys.exit(77)

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
try:
    host, port = server.get_host_and_port()
    environment = dict(os.environ, DMSNODE_MOTO_ENDPOINT="http://%s:%d" % (host, port))
    code = subprocess.run([sys.argv[1], "--gtest_filter=MotoContract.*"], env=environment, timeout=300).returncode
finally:
    server.stop()
sys.exit(code)
