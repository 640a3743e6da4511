# Tells what is on the drives that the plan gives to OSDs, and what this host knows of the OSDs. Changes nothing.
# Arguments: pairs of OSD number and drive serial. Prints a JSON list, one entry each:
#   {"id", "serial", "devices": [kernel devices with that serial], "link": /dev/disk/by-id/...,
#    "size", "used": why the kernel says it is in use ("" when not), "signature": what is on it ("" when nothing),
#    "label": BlueStore label without its key, or null, "directory": {"fsid", "whoami", "ready", "block"} or null}
import glob
import json
import os
import re
import stat
import struct
import subprocess
import sys

BYID = "/dev/disk/by-id/"


def links(serial):
    """The names udev (or the lab) gives whole drives: BUS-MODEL_SERIAL, NAME-SERIAL, wwn-SERIAL, NVMe with _NAMESPACE."""
    wanted = re.compile(r"(^|.*[-_])" + re.escape(serial.replace(" ", "_")) + r"(_\d+)?$", re.IGNORECASE)
    return [l for l in sorted(glob.glob(BYID + "*")) if wanted.match(l[len(BYID) :])]


def whole(device):
    try:
        mode = os.stat(device).st_mode
    except OSError:
        return False
    return stat.S_ISBLK(mode) and not os.path.exists("/sys/class/block/%s/partition" % os.path.basename(device))


def numbers(name):
    with open("/sys/class/block/%s/dev" % name) as f:
        return f.read().strip()


def used(device):
    """Mounted, swapped on, or held by another block driver: it or one of its partitions."""
    name = os.path.basename(device)
    parts = [os.path.basename(p) for p in glob.glob("/sys/class/block/%s/%s*" % (name, name)) if os.path.isdir(p)]
    mounts = {}
    with open("/proc/self/mountinfo") as f:
        for line in f:
            fields = line.split()
            mounts.setdefault(fields[2], fields[4])
    with open("/proc/swaps") as f:
        swaps = [line.split()[0] for line in f.readlines()[1:]]
    for part in [name] + parts:
        if numbers(part) in mounts:
            return "%s is mounted at %s" % (part, mounts[numbers(part)])
        if "/dev/" + part in swaps:
            return "%s is swap space" % part
        holders = os.listdir("/sys/class/block/%s/holders" % part) if os.path.isdir(
            "/sys/class/block/%s/holders" % part
        ) else []
        if holders:
            return "%s is held by %s" % (part, ", ".join(sorted(holders)))
    if parts:
        return "it has partitions %s" % ", ".join(sorted(parts))
    return ""


def signature(device):
    """What blkid reads on the drive itself, no cache: partition table, filesystem, LVM, RAID."""
    done = subprocess.run(["blkid", "-p", "-o", "export", device], capture_output=True, text=True)
    tags = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    if done.returncode == 8:
        return "more than one signature"
    return " ".join(filter(None, [tags.get("PTTYPE", "") and tags["PTTYPE"] + " partition table", tags.get("TYPE", "")]))


def label(device):
    """A BlueStore label: text magic and uuid, then an encoded struct: uuid, size, birth, description, map."""
    with open(device, "rb") as f:
        block = f.read(4096)
    if not block.startswith(b"bluestore block device\n"):
        return None
    found = {"osd_uuid": block[23:59].decode("ascii", "replace"), "ceph_fsid": "", "whoami": "", "ready": ""}
    try:
        at = 60 + 6 + 16 + 8 + 8
        (length,) = struct.unpack_from("<I", block, at)
        at += 4 + length
        (count,) = struct.unpack_from("<I", block, at)
        at += 4
        for _ in range(count):
            pair = []
            for _ in range(2):
                (length,) = struct.unpack_from("<I", block, at)
                pair.append(block[at + 4 : at + 4 + length].decode("utf-8", "replace"))
                at += 4 + length
            if pair[0] in found:
                found[pair[0]] = pair[1]
    except struct.error:
        pass
    return found


def directory(osd):
    path = "/var/lib/ceph/osd/ceph-%s/" % osd
    if not os.path.isdir(path):
        return None
    found = {"block": os.readlink(path + "block") if os.path.islink(path + "block") else ""}
    for name in ("fsid", "whoami", "ready"):
        try:
            with open(path + name) as f:
                found[name] = f.read().strip()
        except OSError:
            found[name] = ""
    return found


def drive(osd, serial):
    names = links(serial)
    devices = sorted({os.path.realpath(l) for l in names if whole(os.path.realpath(l))})
    found = {"id": int(osd), "serial": serial, "devices": devices, "link": "", "size": 0, "used": "", "signature": ""}
    found.update(label=None, directory=directory(osd))
    if len(devices) == 1:
        found["link"] = names[0]
        with open("/sys/class/block/%s/size" % os.path.basename(devices[0])) as f:
            found["size"] = int(f.read()) * 512
        found["used"] = used(devices[0])
        found["signature"] = signature(devices[0])
        found["label"] = label(devices[0])
    return found


print(json.dumps([drive(sys.argv[i], sys.argv[i + 1]) for i in range(1, len(sys.argv), 2)]))
