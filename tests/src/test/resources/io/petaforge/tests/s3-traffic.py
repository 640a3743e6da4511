# S3 traffic while a cluster changes, appended to the functions of the hosts' small S3 client. Its input is that client's, with
#   {"bucket": name, "bytes": of each object, "state": file, "stop": file}
# Writes one object after another and reads an earlier one after each, comparing every byte. A request that fails is repeated
# until it is answered; what counts is how long that takes. Ends when the file "stop" exists, then reads every object once
# more, and keeps what it has seen in the file "state".
import random


def content(n, size):
    block = hashlib.sha256(b"%d" % n).hexdigest()
    return (block * (size // 64 + 1))[:size]


def until_done(to, request, check, seen):
    began = time.monotonic()
    while True:
        try:
            status, answer = send(to, request, 15)
            if status == 200:
                if check is not None and answer != check.encode():
                    seen["different"] += 1
                break
            seen["refused"] += 1
        except (OSError, http.client.HTTPException):
            seen["cut"] += 1
        time.sleep(0.05)
    took = time.monotonic() - began
    seen["requests"] += 1
    if took > seen["longest"]:
        seen["longest"] = round(took, 3)
        seen["longestAt"] = time.time()


def traffic():
    to = json.load(sys.stdin)
    seen = {"requests": 0, "objects": 0, "different": 0, "refused": 0, "cut": 0, "longest": 0.0, "longestAt": 0.0}
    path = "/%s/traffic-%%d" % to["bucket"]
    chance = random.Random(7)
    n = 0
    while not os.path.exists(to["stop"]):
        until_done(to, {"method": "PUT", "path": path % n, "body": content(n, to["bytes"])}, None, seen)
        n += 1
        earlier = chance.randrange(n)
        until_done(to, {"method": "GET", "path": path % earlier}, content(earlier, to["bytes"]), seen)
        seen["objects"] = n
        keep(to, seen)
        time.sleep(0.02)
    for i in range(n):
        until_done(to, {"method": "GET", "path": path % i}, content(i, to["bytes"]), seen)
    seen["ended"] = True
    keep(to, seen)


def keep(to, seen):
    with open(to["state"] + ".new", "w") as f:
        json.dump(seen, f)
    os.rename(to["state"] + ".new", to["state"])


traffic()
