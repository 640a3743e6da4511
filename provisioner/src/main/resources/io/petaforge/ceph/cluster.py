# Talks to the monitors over one connection: starting the ceph command costs 0.3 to 0.5 s of CPU each time, this 0.1 s in
# all. Reads one JSON document from its input and prints one:
#   {"mon": id of this host's monitor, "mons": [address, ...], "connect": seconds, "strict": bool, "stages": [stage, ...]}
# It logs in as the administrator, with the key that this host has of it; with "monKey" as the monitors do, which may say
# what the other may not do while the administrator's own key is replaced.
# A stage is one of
#   {"run": [{"prefix": ...}, ...]}      commands sent at once, so that the monitors decide on them together; with
#                                        "bulk": true only where the release knows the pools' flag of that name
#   {"rules": [{"name": ..., "text": ...}, ...]}  CRUSH rules that no command can make, put into the map as crushtool's
#                                        text, in which %d stands for a free number
#   {"manager": [{"prefix": ...}, ...]}  the same to the active manager, which knows what is where
#   {"keys": keyring}                    keys and capabilities of daemons that the monitors do not know yet
#   {"digests": {}}                      the keys of all whom the monitors know, each as the beginning of its SHA-256
#   {"rekey": {entity: key}}             other keys for some whom the monitors know; what they may do stays as it is
#   {"local": [mon id, seconds]}         until this host's monitor is in a quorum
#   {"asok": [mon id, {"prefix": ...}]}  to this host's monitor alone, over its socket
#   {"until": {...}, "seconds": n}       until the cluster looks like this (see reached)
#   {"settled": [quiet, stall]}          until all placement groups have been clean for quiet seconds, however long that
#                                        takes; it fails when nothing has moved for stall seconds
#   {"serving": [quiet, limit]}          until all placement groups have been active for quiet seconds, whatever their copies;
#                                        after the limit it goes on all the same
#   {"state": {}}                        the cluster as far as the steps look at it; small even for thousands of OSDs
#   {"objects": [[pool, namespace, name], ...]}  which of these objects exist
# With strict the first command that fails ends the program with status 1; without it, results are printed as they are
# and a cluster that does not answer is {"reachable": false}.
import hashlib
import json
import math
import os
import re
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time


def asok(path, prefix, **arguments):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s:
        s.settimeout(2)
        s.connect(path)
        s.sendall(json.dumps(dict(arguments, prefix=prefix, format="json")).encode() + b"\0")
        (size,) = struct.unpack(">I", s.recv(4, socket.MSG_WAITALL))
        return json.loads(s.recv(size, socket.MSG_WAITALL))


def await_local(mon, seconds):
    if not os.path.exists("/var/lib/ceph/mon/ceph-%s/kv_backend" % mon):
        return  # it is made anew after this; until then the others are asked
    end = time.monotonic() + seconds
    state = "not started"
    while time.monotonic() < end:
        try:
            state = asok("/var/run/ceph/ceph-mon.%s.asok" % mon, "mon_status")["state"]
            if state in ("leader", "peon"):
                return
        except (OSError, ValueError, KeyError, struct.error):
            pass
        time.sleep(0.02)
    sys.exit("mon.%s is not in a quorum after %s s: %s" % (mon, seconds, state))


def settle(mon, seconds):
    """Gives this host's monitor a moment to end an election: a client that comes before it hunts for long."""
    end = time.monotonic() + seconds
    try:
        while asok("/var/run/ceph/ceph-mon.%s.asok" % mon, "mon_status")["state"] not in ("leader", "peon"):
            if time.monotonic() > end:
                return
            time.sleep(0.02)
    except (OSError, ValueError, KeyError, struct.error):
        return  # no monitor here, or not yet: others may answer


def listening(mons):
    for address in mons:
        try:
            socket.create_connection((address, 3300), 0.3).close()
            return True
        except OSError:
            pass
    return False


def connect(request):
    key = request.get("monKey")
    needed = ["/etc/ceph/ceph.conf"] + ([] if key else ["/etc/ceph/ceph.client.admin.keyring"])
    if not all(os.access(f, os.R_OK) for f in needed):
        return None
    end = time.monotonic() + request["connect"]
    while not listening(request["mons"]):
        if not request["strict"] or time.monotonic() > end:
            return None
        time.sleep(0.05)
    settle(request["mon"], 10 if request["strict"] else 1)
    import rados

    cluster = rados.Rados(
        conffile="/etc/ceph/ceph.conf",
        name="mon." if key else "client.admin",
        conf={
            **({"key": key} if key else {}),
            "client_mount_timeout": str(max(1, int(request["connect"]))),
            "rados_mon_op_timeout": "30" if request["strict"] else "3",
            "rados_osd_op_timeout": "2",
            "log_to_stderr": "false",
        },
    )
    try:
        cluster.connect()
    except rados.Error as e:
        print("cannot connect to the monitors: %s" % e, file=sys.stderr)
        return None
    return cluster


def ask(cluster, command):
    ret, out, err = cluster.mon_command(json.dumps(dict(command, format="json")), b"")
    try:
        out = json.loads(out) if out.strip() else None
    except ValueError:
        out = out.decode("utf-8", "replace")
    return {"command": command["prefix"], "ret": ret, "out": out, "err": err}


def ask_manager(cluster, command):
    """Only where there is an active manager: without one it would wait for it."""
    ret, out, err = cluster.mgr_command(json.dumps(dict(command, format="json")), b"")
    try:
        out = json.loads(out) if out.strip() else None
    except ValueError:
        out = out.decode("utf-8", "replace")
    return {"command": command["prefix"], "ret": ret, "out": out, "err": err}


def put_keys(cluster, keyring):
    ret, _, err = cluster.mon_command(json.dumps({"prefix": "auth import"}), keyring.encode())
    if ret < 0:
        sys.exit("auth import: %s (%d)" % (err, ret))


def keyring_sections(cluster):
    """What the monitors know, as text of a keyring by entity."""
    ret, out, err = cluster.mon_command(json.dumps({"prefix": "auth export"}), b"")
    if ret < 0:
        sys.exit("auth export: %s (%d)" % (err, ret))
    return {s.partition("]")[0]: "[" + s for s in re.split(r"^\[", out.decode(), flags=re.M) if "]" in s}


def key_of(section):
    return re.search(r"^\s*key = (\S+)$", section, re.M)


def digests(cluster):
    found = {entity: key_of(section) for entity, section in keyring_sections(cluster).items()}
    return {entity: hashlib.sha256(key[1].encode()).hexdigest()[:16] for entity, key in found.items() if key}


def rekey(cluster, keys):
    """All in one import: the monitors decide once."""
    known = keyring_sections(cluster)
    text = ""
    for entity in sorted(keys.keys() & known.keys()):
        old = key_of(known[entity])
        text += known[entity][: old.start(1)] + keys[entity] + known[entity][old.end(1) :].rstrip("\n") + "\n"
    if text:
        put_keys(cluster, text)


def run(cluster, commands, asking=ask):
    results = [None] * len(commands)

    def one(i):
        try:
            results[i] = asking(cluster, commands[i])
        except Exception as e:  # a thread of its own: the error is a result
            results[i] = {"command": commands[i]["prefix"], "ret": -1, "out": None, "err": str(e)}

    threads = [threading.Thread(target=one, args=(i,)) for i in range(len(commands))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return results


def knows_bulk(cluster):
    """The pools' flag bulk came with 17.2 and, afterwards, 16.2.8."""
    found = re.search(r"ceph version (\d+)\.(\d+)\.(\d+)", ask(cluster, {"prefix": "version"})["out"]["version"])
    version = tuple(int(n) for n in found.groups()) if found else (0, 0, 0)
    return version >= (17, 2, 0) or (16, 2, 8) <= version < (17, 0, 0)


def tool(*arguments):
    done = subprocess.run(["crushtool"] + list(arguments), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.exit("crushtool %s exited %d: %s" % (arguments[0], done.returncode, done.stdout.decode()[-2000:]))


def exact_weights(text, dump):
    """crushtool writes three decimals in Ceph 16, which would change every weight: put the map's own ones back."""
    names = {n["id"]: n["name"] for n in dump["devices"] + dump["buckets"]}
    weights = {}
    for bucket in dump["buckets"]:
        if "~" not in bucket["name"]:
            for item in bucket["items"]:
                # Rounded up: crushtool cuts what it reads to a multiple of 1/65536.
                weights[names[item["id"]]] = "%.5f" % (math.ceil(item["weight"] * 1e5 / 65536) / 1e5)
    return re.sub(r"^(\s+item (\S+) weight )(\S+)", lambda m: m[1] + weights.get(m[2], m[3]), text, flags=re.M)


def put_rules(cluster, rules):
    """Adds rules to the map that is in force; refused by the monitors if somebody else changed it meanwhile."""
    ret, data, err = cluster.mon_command(json.dumps({"prefix": "osd getcrushmap"}), b"")
    if ret < 0:
        sys.exit("osd getcrushmap: %s (%d)" % (err, ret))
    with tempfile.TemporaryDirectory() as directory:
        found, text, made = (os.path.join(directory, name) for name in ("found", "text", "made"))
        with open(found, "wb") as f:
            f.write(data)
        tool("-d", found, "-o", text)
        with open(text) as f:
            known = f.read()
        # Asked after the map: if it has changed since, setting it is refused.
        known = exact_weights(known, ask(cluster, {"prefix": "osd crush dump"})["out"])
        free = 1 + max([int(n) for n in re.findall(r"^rule \S+ \{\s+id (\d+)$", known, re.M)], default=-1)
        with open(text, "w") as f:
            f.write(known)
            for rule in rules:
                if not re.search(r"^rule %s \{" % re.escape(rule["name"]), known, re.M):
                    f.write(rule["text"] % free)
                    free += 1
        tool("-c", text, "-o", made)
        with open(made, "rb") as f:
            data = f.read()
    command = {"prefix": "osd setcrushmap", "prior_version": int(err)}
    ret, _, err = cluster.mon_command(json.dumps(command), data)
    if ret < 0:
        sys.exit("osd setcrushmap: %s (%d)" % (err, ret))


def pgs(cluster):
    """Placement groups in all, those that are active and clean, and the others by state."""
    # From the monitors' digest: asked of the manager ("pg stat") this would hang while there is none.
    summary = ask(cluster, {"prefix": "status"})["out"]["pgmap"]
    states = {s["state_name"]: s["count"] for s in summary["pgs_by_state"]}
    clean = sum(n for s, n in states.items() if s.startswith("active+clean"))
    others = {s: n for s, n in states.items() if not s.startswith("active+clean")}
    away = sum(summary.get(k, 0) for k in ("misplaced_objects", "degraded_objects", "unfound_objects"))
    return {"total": summary["num_pgs"], "clean": clean, "others": others, "away": away}


def safe(cluster, osds):
    """Those of some OSDs that nothing would be lost without, by the manager's word."""
    if not osds or not ask(cluster, {"prefix": "mgr stat"})["out"]["available"]:
        return []
    answer = ask_manager(cluster, {"prefix": "osd safe-to-destroy", "ids": [str(i) for i in osds]})
    return sorted((answer["out"] or {}).get("safe_to_destroy", [])) if isinstance(answer["out"], dict) else []


def health(cluster):
    """What stands against HEALTH_OK: messages by check, without those that somebody muted."""
    checks = ask(cluster, {"prefix": "health"})["out"]["checks"]
    return {c: v["summary"]["message"] for c, v in checks.items() if not v.get("muted")}


def steps(rule):
    """The steps of a rule as crushtool writes them."""
    lines = []
    for step in rule["steps"]:
        op = step["op"]
        if op == "take":
            root, _, media = step["item_name"].partition("~")
            lines.append("take " + root + (" class " + media if media else ""))
        elif op.startswith("choose"):
            kind, how = op.split("_")
            lines.append("%s %s %d type %s" % (kind, how, step["num"], step["type"]))
        elif "num" in step:
            lines.append("%s %d" % (op, step["num"]))
        else:
            lines.append(op)
    return lines


def state(cluster):
    asked = ["quorum_status", "osd dump", "osd tree", "osd crush rule dump", "osd crush class ls", "mgr stat", "mgr dump"]
    asked += ["auth ls", "status", "versions"]
    answers = {r["command"]: r["out"] for r in run(cluster, [{"prefix": p} for p in asked])}
    dump, quorum, mgr = answers["osd dump"], answers["quorum_status"], answers["mgr dump"]
    place = {}
    nodes = {n["id"]: n for n in answers["osd tree"]["nodes"]}
    for node in nodes.values():
        for child in node.get("children", []):
            place[child] = node["id"]

    def above(osd, kind):
        at = place.get(osd)
        while at is not None and nodes[at]["type"] != kind:
            at = place.get(at)
        return nodes[at]["name"] if at is not None else ""

    rules = {r["rule_id"]: r["rule_name"] for r in answers["osd crush rule dump"]}
    return {
        "fsid": dump["fsid"],
        "mons": [m["name"] for m in quorum["monmap"]["mons"]],
        "quorum": quorum["quorum_names"],
        "osds": [
            {
                "id": o["osd"],
                "uuid": o["uuid"],
                "up": bool(o["up"]),
                "in": bool(o["in"]),
                "noout": "noout" in o["state"],
                "host": above(o["osd"], "host"),
                "rack": above(o["osd"], "rack"),
                "root": above(o["osd"], "root"),
                "class": nodes.get(o["osd"], {}).get("device_class", ""),
                "weight": nodes.get(o["osd"], {}).get("crush_weight", 0),
            }
            for o in dump["osds"]
        ],
        "pools": [
            {
                "name": p["pool_name"],
                "type": {1: "replicated", 3: "erasure"}.get(p["type"], str(p["type"])),
                "size": p["size"],
                "minSize": p["min_size"],
                "pgs": p.get("pg_num_target", p["pg_num"]),
                "rule": rules.get(p["crush_rule"], ""),
                "profile": p.get("erasure_code_profile", "") if p["type"] == 3 else "",
                "bulk": "bulk" in p.get("flags_names", "").split(","),
                "applications": sorted(p.get("application_metadata", {})),
                "autoscale": p.get("pg_autoscale_mode", "off"),
            }
            for p in dump["pools"]
        ],
        "rules": [
            {"name": r["rule_name"], "type": {1: "replicated", 3: "erasure"}.get(r["type"], ""), "steps": steps(r)}
            for r in answers["osd crush rule dump"]
        ],
        "classes": answers["osd crush class ls"],
        "profiles": dump["erasure_code_profiles"],
        "knowsBulk": knows_bulk(cluster),
        "requires": dump["require_osd_release"],
        # "ceph version 16.2.15 (618f44...) pacific (stable)"
        "runs": sorted({n for v in answers["versions"].get("osd", {}) for n in re.findall(r"\) (\w+) \(", v)}),
        "mgr": mgr["active_name"] if mgr["available"] else "",
        "standbys": sorted(s["name"] for s in mgr["standbys"]),
        "pgs": pgs(cluster),
        "health": health(cluster),
        "entities": [e["entity"] for e in answers["auth ls"]["auth_dump"]],
        "used": answers["status"]["pgmap"].get("bytes_used", 0),
        "empty": [
            {"name": n["name"], "type": n["type"]}
            for n in nodes.values()
            if n["type"] in ("host", "rack") and not n.get("children")
        ],
        "safe": safe(cluster, [n["id"] for n in nodes.values() if n["type"] == "osd" and not n["crush_weight"]]),
    }


def ok_to_stop(cluster, ids):
    """Whether every placement group stays active while these OSDs are stopped, as the manager sees it."""
    if not ask(cluster, {"prefix": "mgr stat"})["out"]["available"]:
        return {"ok": False, "why": "no manager is active"}
    command = {"prefix": "osd ok-to-stop", "ids": [str(n) for n in ids], "format": "json"}
    ret, out, err = cluster.mgr_command(json.dumps(command), b"")
    try:
        # Since Ceph 16 the answer is a document, and its text is empty.
        stopped = json.loads(out)["ok_to_stop"]
        why = "%d placement groups would not be served" % stopped["num_not_ok_pgs"]
    except (ValueError, KeyError, TypeError):
        why = err.strip()
    return {"ok": ret == 0, "why": why}


def objects(cluster, names):
    import rados

    found = []
    for pool, namespace, name in names:
        try:
            with cluster.open_ioctx(pool) as io:
                io.set_namespace(namespace)
                io.stat(name)
            found.append(True)
        except rados.Error:
            found.append(False)
    return found


def reached(cluster, goal):
    """What is still missing of the goal, as text; empty when it is reached."""
    missing = []
    if "quorum" in goal:
        names = ask(cluster, {"prefix": "quorum_status"})["out"]["quorum_names"]
        if len(names) < goal["quorum"]:
            missing.append("a quorum of %d mons, not %d" % (len(names), goal["quorum"]))
    if "up" in goal:
        stat = ask(cluster, {"prefix": "osd stat"})["out"]
        if min(stat["num_up_osds"], stat["num_in_osds"]) < goal["up"]:
            missing.append("%(num_up_osds)d OSDs up, %(num_in_osds)d in" % stat + ", not %d" % goal["up"])
    if not missing and goal.get("mgr") and not ask(cluster, {"prefix": "mgr stat"})["out"]["available"]:
        missing.append("no active mgr")
    if not missing and "pgs" in goal:
        found = pgs(cluster)
        if found["clean"] < max(goal["pgs"], found["total"]):
            missing.append("%(clean)d of %(total)d placement groups active+clean, others %(others)s" % found)
    if not missing and "safe" in goal:
        left = sorted(set(goal["safe"]) - set(safe(cluster, goal["safe"])))
        if left:
            missing.append("data on " + ", ".join("osd.%d" % i for i in left))
    if not missing and "healthIgnoring" in goal:
        found = health(cluster)
        missing += ["%s: %s" % c for c in sorted(found.items()) if c[0] not in goal["healthIgnoring"]]
    return missing


def until(cluster, goal, seconds):
    end = time.monotonic() + seconds
    while True:
        missing = reached(cluster, goal)
        if not missing:
            return
        if time.monotonic() > end:
            sys.exit("after %s s the cluster still has: %s" % (seconds, "; ".join(missing)))
        time.sleep(0.1)


def settle_data(cluster, quiet, stall):
    """Until all placement groups have been active and clean for some seconds: what was just asked for shows only then.
    However long it takes, as long as fewer objects are in the wrong place than ever before every now and then."""
    best = None
    clean = None
    moved = time.monotonic()
    while True:
        found = pgs(cluster)
        now = time.monotonic()
        left = (found["away"], found["total"] - found["clean"])
        if left[1] == 0:
            best = None
            moved = now
            clean = clean or now
            if now - clean >= quiet:
                return
        else:
            clean = None
            if best is None or left < best:
                best, moved = left, now
            if now - moved > stall:
                text = "%d of %d placement groups active+clean, others %s" % (found["clean"], found["total"], found["others"])
                sys.exit("data does not move any more for %d s: %s" % (stall, text))
        time.sleep(0.25)


def await_serving(cluster, quiet, limit):
    end = time.monotonic() + limit
    since = None
    while time.monotonic() < end:
        found = pgs(cluster)
        now = time.monotonic()
        if any("active" not in state or "stale" in state for state in found["others"]):
            since = None
        else:
            since = since or now
            if now - since >= quiet:
                return
        time.sleep(0.1)


def main():
    request = json.load(sys.stdin)
    cluster = None
    results = []
    for stage in request["stages"]:
        if "local" in stage:
            await_local(*stage["local"])
            continue
        if "asok" in stage:
            asok("/var/run/ceph/ceph-mon.%s.asok" % stage["asok"][0], **stage["asok"][1])
            continue
        if cluster is None:
            cluster = connect(request)
            if cluster is None:
                if request["strict"]:
                    sys.exit("no monitor answers at %s" % ", ".join(request["mons"]))
                print(json.dumps({"reachable": False, "results": []}))
                return
        if "settled" in stage:
            settle_data(cluster, *stage["settled"])
        elif "serving" in stage:
            await_serving(cluster, *stage["serving"])
        elif "keys" in stage:
            put_keys(cluster, stage["keys"])
        elif "rekey" in stage:
            rekey(cluster, stage["rekey"])
        elif "digests" in stage:
            results.append(digests(cluster))
        elif "until" in stage:
            until(cluster, stage["until"], stage["seconds"])
        elif "state" in stage:
            results.append(state(cluster))
        elif "okToStop" in stage:
            results.append(ok_to_stop(cluster, stage["okToStop"]))
        elif "objects" in stage:
            results.append(objects(cluster, stage["objects"]))
        elif "rules" in stage:
            put_rules(cluster, stage["rules"])
        elif not stage.get("bulk") or knows_bulk(cluster):
            done = run(cluster, stage["run"]) if "run" in stage else run(cluster, stage["manager"], ask_manager)
            failed = [r for r in done if r["ret"] < 0]
            if failed and request["strict"]:
                sys.exit("\n".join("%(command)s: %(err)s (%(ret)d)" % r for r in failed))
            results += done
    print(json.dumps({"reachable": cluster is not None, "results": results}))
    sys.stdout.flush()
    os._exit(0)  # without the connection's orderly shutdown, which takes as long as everything before it


main()
