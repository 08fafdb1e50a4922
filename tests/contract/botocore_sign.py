#!/usr/bin/python3
"""Signs requests with botocore, the oracle of our own signer.

Reads a JSON list of requests from the first file, writes the list of their signatures to the second. Each request has
method, url, headers (pairs), body, access_key, secret_key, token (or ""), region, service, time (X-Amz-Date).
"""
import datetime
import json
import sys
import types

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials


class StoppedClock(datetime.datetime):
    """botocore asks datetime.datetime.utcnow() for the time; here the request says it."""

    moment = None

    @classmethod
    def utcnow(cls):
        return cls.moment


def sign(item):
    StoppedClock.moment = datetime.datetime.strptime(item["time"], "%Y%m%dT%H%M%SZ")
    headers = HTTPHeaders()
    for name, value in item["headers"]:
        headers.add_header(name, value)
    request = AWSRequest(method=item["method"], url=item["url"], headers=headers, data=item["body"].encode("utf-8"))
    credentials = Credentials(item["access_key"], item["secret_key"], item["token"] or None)
    signer = botocore.auth.SigV4Auth(credentials, item["service"], item["region"])
    signer.add_auth(request)
    authorization = request.headers["Authorization"]
    del request.headers["Authorization"]  # it was not there when the request was signed
    return {"authorization": authorization, "canonical": signer.canonical_request(request)}


def main():
    botocore.auth.datetime = types.SimpleNamespace(datetime=StoppedClock)
    with open(sys.argv[1], encoding="utf-8") as source:
        items = json.load(source)
    with open(sys.argv[2], "w", encoding="utf-8") as target:
        json.dump([sign(item) for item in items], target)


if __name__ == "__main__":
    main()
