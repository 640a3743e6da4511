"""A checksummed S3 workload that goes on until it is told to stop: what was acknowledged must be there at the end.

s3-load.py SPEC, a JSON file with
  {"name": DNS name, "address": where to connect, "port": n, "ca": file, "access": ..., "secret": ..., "bucket": ...,
   "prefix": of all keys, "sizes": of objects, "writers": n, "readers": n, "pause": seconds between two requests of one worker,
   "attempt": seconds for one attempt, "patience": seconds for one request with all its attempts, "result": file}

Ends at SIGTERM: then every acknowledged object is read back and compared, and the result is written. A request that
fails is tried again, as SDKs do; how long it took with all its attempts is what a client waited, its stall.
"""

import datetime
import hashlib
import hmac
import http.client
import json
import os
import random
import signal
import socket
import ssl
import sys
import threading
import time

REGION = "us-east-1"
spec = json.load(open(sys.argv[1]))
context = ssl.create_default_context(cafile=spec["ca"])
stopping = threading.Event()
lock = threading.Lock()
acknowledged = {}
asked = {"PUT": 0, "GET": 0}
again = {"PUT": 0, "GET": 0}
stalls = []
wrong = []
given_up = []


class Connection(http.client.HTTPSConnection):
    def connect(self):
        plain = socket.create_connection((spec["address"], spec["port"]), self.timeout)
        self.sock = context.wrap_socket(plain, server_hostname=spec["name"])


def headers(method, path, body):
    host = spec["name"] if spec["port"] == 443 else "%s:%d" % (spec["name"], spec["port"])
    now = datetime.datetime.utcnow().strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(body).hexdigest()
    signed = {"host": host, "x-amz-content-sha256": digest, "x-amz-date": now}
    names = ";".join(sorted(signed))
    lines = [method, path, ""] + ["%s:%s" % (n, signed[n]) for n in sorted(signed)] + ["", names, digest]
    scope = "%s/%s/s3/aws4_request" % (now[:8], REGION)
    text = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256("\n".join(lines).encode()).hexdigest()])
    key = ("AWS4" + spec["secret"]).encode()
    for part in (now[:8], REGION, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    signed["authorization"] = "AWS4-HMAC-SHA256 Credential=%s/%s,SignedHeaders=%s,Signature=%s" % (
        spec["access"],
        scope,
        names,
        signature,
    )
    return signed


class Worker:
    """One client with one connection that it opens again when it has to."""

    def __init__(self):
        self.connection = None

    def attempt(self, method, path, body):
        fresh = self.connection is None
        if fresh:
            self.connection = Connection(spec["name"], spec["port"], timeout=spec["attempt"], context=context)
        try:
            self.connection.request(method, path, body, headers(method, path, body))
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as e:
            self.connection.close()
            self.connection = None
            return 0, str(e).encode()

    def request(self, method, path, body=b""):
        """The answer of the first attempt that succeeds; None when the patience is over."""
        began = time.time()
        with lock:
            asked[method] += 1
        while True:
            status, answer = self.attempt(method, path, body)
            if status in (200, 404) or (status == 409 and method == "PUT"):
                break
            if time.time() - began > spec["patience"]:
                with lock:
                    given_up.append("%s %s: %d %s" % (method, path, status, answer[:200].decode("utf-8", "replace")))
                    stalls.append([began, time.time() - began, method])
                return None
            with lock:
                again[method] += 1
            time.sleep(0.1)
        took = time.time() - began
        with lock:
            stalls.append([began, took, method])
            if len(stalls) > 2000:
                stalls.sort(key=lambda s: -s[1])
                del stalls[100:]
        return status, answer


def write(number):
    worker = Worker()
    generator = random.Random(number)
    count = 0
    while not stopping.is_set():
        body = generator.randbytes(generator.choice(spec["sizes"]))
        path = "/%s/%s%d-%d" % (spec["bucket"], spec["prefix"], number, count)
        answer = worker.request("PUT", path, body)
        if answer and answer[0] == 200:
            with lock:
                acknowledged[path] = hashlib.sha256(body).hexdigest()
        count += 1
        time.sleep(spec["pause"])


def check(worker, path, digest):
    answer = worker.request("GET", path)
    if answer is None:
        return
    if answer[0] != 200 or hashlib.sha256(answer[1]).hexdigest() != digest:
        with lock:
            wrong.append("%s: HTTP %d, %d bytes" % (path, answer[0], len(answer[1])))


def read(number):
    worker = Worker()
    generator = random.Random(-number)
    while not stopping.is_set():
        with lock:
            known = list(acknowledged.items())[-500:]
        if known:
            check(worker, *generator.choice(known))
        time.sleep(spec["pause"])


def all_again(paths):
    worker = Worker()
    while True:
        with lock:
            if not paths:
                return
            path = paths.pop()
        check(worker, path, acknowledged[path])


def together(targets):
    threads = [threading.Thread(target=t, args=a) for t, a in targets]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def main():
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    began = time.time()
    Worker().request("PUT", "/" + spec["bucket"])
    workers = [(write, (n,)) for n in range(spec["writers"])] + [(read, (n,)) for n in range(1, spec["readers"] + 1)]
    together(workers)
    ended = time.time()
    during = sorted(stalls, key=lambda s: -s[1])[:10]
    counted = {"puts": asked["PUT"], "gets": asked["GET"], "againPut": again["PUT"], "againGet": again["GET"]}
    paths = sorted(acknowledged)
    together([(all_again, (paths,))] * 4)
    result = {
        "began": began,
        "ended": ended,
        "acknowledged": len(acknowledged),
        "wrong": wrong,
        "givenUp": given_up,
        "longest": [{"at": at, "seconds": took, "method": method} for at, took, method in during],
    }
    result.update(counted)
    with open(spec["result"] + ".new", "w") as f:
        json.dump(result, f)
    os.rename(spec["result"] + ".new", spec["result"])


main()
