# A minimal S3 client (AWS signature version 4) on Python's standard library, for hosts that have nothing else. Keys come
# in the JSON document on its input, never in an argument:
#   {"name": DNS name, "address": where to connect, "port": n, "ca": file, "access": ..., "secret": ..., "seconds": n,
#    "requests": [{"method": ..., "path": ..., "body": ..., "ok": [status, ...], "returns": expected body}, ...],
#    "record": {"path": file, "facts": {...}}}
# Prints {"status": [n, ...], "error": text, "certificate": SHA-256 of the one that was shown last, "absent": true where the
# CA's certificate is not here yet and so nothing was asked}. With "ok", a request is repeated until its status is one of
# those or the seconds are over, which is a failure; without, it is asked once and any status is an answer. TLS is always
# verified against the CA file and the name. After all requests went well "record" is written, with the time.
import datetime
import hashlib
import hmac
import http.client
import json
import os
import socket
import ssl
import sys
import time

REGION = "us-east-1"


class Connection(http.client.HTTPSConnection):
    """TLS for the service's name at an address of our choice."""

    def __init__(self, to, timeout):
        context = ssl.create_default_context(cafile=to["ca"])
        super().__init__(to["name"], to["port"], timeout=timeout, context=context)
        self.to = to

    def connect(self):
        plain = socket.create_connection((self.to["address"], self.to["port"]), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.to["name"])
        self.to["certificate"] = hashlib.sha256(self.sock.getpeercert(True)).hexdigest()


def sign(to, method, path, body):
    host = to["name"] if to["port"] == 443 else "%s:%d" % (to["name"], to["port"])
    now = datetime.datetime.utcnow().strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(body).hexdigest()
    headers = {"host": host, "x-amz-content-sha256": digest, "x-amz-date": now}
    names = ";".join(sorted(headers))
    canonical = "\n".join(
        [method, path, ""] + ["%s:%s" % (n, headers[n]) for n in sorted(headers)] + ["", names, digest]
    )
    scope = "%s/%s/s3/aws4_request" % (now[:8], REGION)
    text = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + to["secret"]).encode()
    for part in (now[:8], REGION, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    headers["authorization"] = "AWS4-HMAC-SHA256 Credential=%s/%s,SignedHeaders=%s,Signature=%s" % (
        to["access"],
        scope,
        names,
        signature,
    )
    return headers


def send(to, request, timeout):
    body = request.get("body", "").encode()
    connection = Connection(to, timeout)
    try:
        connection.request(request["method"], request["path"], body, sign(to, request["method"], request["path"], body))
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def insist(to, request, end):
    """Repeats a request until its answer is one of those wanted; returns the status or ends the program."""
    while True:
        try:
            status, answer = send(to, request, max(1, end - time.monotonic()))
            problem = "HTTP %d %s" % (status, answer[:300].decode("utf-8", "replace"))
            if status in request["ok"]:
                if "returns" in request and answer != request["returns"].encode():
                    sys.exit("%(method)s %(path)s did not return what was stored" % request)
                return status
        except (OSError, http.client.HTTPException) as e:
            problem = str(e) or type(e).__name__
        if time.monotonic() > end:
            sys.exit("%s %s at %s: %s" % (request["method"], request["path"], to["address"], problem))
        time.sleep(0.05)


def main():
    to = json.load(sys.stdin)
    if not os.access(to["ca"], os.R_OK):
        print(json.dumps({"status": [], "error": "no CA certificate here yet", "absent": True}))
        return
    began = time.monotonic()
    statuses = []
    for request in to["requests"]:
        if "ok" in request:
            statuses.append(insist(to, request, began + to["seconds"]))
            continue
        try:
            statuses.append(send(to, request, to["seconds"])[0])
        except (OSError, http.client.HTTPException) as e:
            print(json.dumps({"status": statuses, "error": str(e) or type(e).__name__}))
            return
    if "record" in to:
        facts = dict(to["record"]["facts"], time=datetime.datetime.utcnow().isoformat(timespec="milliseconds") + "Z")
        facts["seconds"] = round(time.monotonic() - began, 3)
        os.makedirs(os.path.dirname(to["record"]["path"]), 0o755, exist_ok=True)
        with open(to["record"]["path"] + ".new", "w") as f:
            json.dump(facts, f)
            f.flush()
            os.fsync(f.fileno())
        os.rename(to["record"]["path"] + ".new", to["record"]["path"])
    print(json.dumps({"status": statuses, "error": "", "certificate": to.get("certificate", "")}))


main()
