# Tells what is on the drives that the plan uses. Changes nothing.
# Arguments, four for each order: key, serial, volume group and logical volume (both empty: the whole drive is used).
# Prints a JSON list, one entry each, with the fields of the Java record DriveState. Where the key is a number, it is that
# of an OSD, and what this host knows of the OSD is told as well.
import errno
import functools
import glob
import json
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import time

BYID = "/dev/disk/by-id/"


def links(serial):
    """The names udev (or the lab) gives whole drives: BUS-MODEL_SERIAL, NAME-SERIAL, wwn-SERIAL, NVMe with _NAMESPACE."""
    wanted = re.compile(r"(^|.*[-_])" + re.escape(serial.replace(" ", "_")) + r"(_\d+)?$", re.IGNORECASE)
    return [l for l in sorted(glob.glob(BYID + "*")) if wanted.match(l[len(BYID) :])]


def read(path):
    try:
        with open(path) as f:
            return f.read().strip()
    except OSError:
        return ""


def whole(device):
    try:
        mode = os.stat(device).st_mode
    except OSError:
        return False
    return stat.S_ISBLK(mode) and not os.path.exists("/sys/class/block/%s/partition" % os.path.basename(device))


def names(device):
    """The drive and its partitions."""
    name = os.path.basename(device)
    parts = glob.glob("/sys/class/block/%s/%s*" % (name, name))
    return [name] + sorted(os.path.basename(p) for p in parts if os.path.exists(p + "/partition"))


def below(name):
    """A block device and all that it is made of: LVM, RAID and encryption on partitions on drives."""
    found = {name}
    for under in os.listdir("/sys/class/block/%s/slaves" % name) if os.path.isdir(
        "/sys/class/block/%s/slaves" % name
    ) else []:
        found |= below(under)
    if os.path.exists("/sys/class/block/%s/partition" % name):
        found.add(os.path.basename(os.path.dirname(os.path.realpath("/sys/class/block/" + name))))
    return found


@functools.lru_cache(None)
def mounts():
    """(block device, mount point) pairs. A filesystem of several devices has a number of its own: then its source tells."""
    found = []
    with open("/proc/self/mountinfo") as f:
        for line in f:
            before, after = line.rstrip("\n").split(" - ", 1)
            number, point = before.split()[2], before.split()[4]
            source = after.split()[1]
            name = os.path.basename(os.path.realpath("/sys/dev/block/" + number))
            if not os.path.exists("/sys/class/block/" + name):
                name = os.path.basename(os.path.realpath(source)) if source.startswith("/dev/") else ""
            if name and os.path.exists("/sys/class/block/" + name):
                found.append((name, point))
    return found


@functools.lru_cache(None)
def system():
    """What the operating system lives on: {block device: mount point}, down to the drives."""
    found = {}
    for name, point in mounts():
        if point in ("/", "/boot", "/boot/efi", "/usr", "/var"):
            for under in below(name):
                found.setdefault(under, point)
    return found


def boot(device):
    for name in names(device):
        if name in system():
            return "%s is part of what is mounted at %s" % (name, system()[name])
    return ""


def used(device, group):
    """Mounted, swapped on, or held by another block driver: it or one of its partitions."""
    swaps = [line.split()[0] for line in read("/proc/swaps").splitlines()[1:]]
    for name in names(device):
        for mounted, point in mounts():
            if mounted == name:
                return "%s is mounted at %s" % (name, point)
        if "/dev/" + name in swaps:
            return "%s is swap space" % name
        above = "/sys/class/block/%s/holders" % name
        holders = sorted(os.listdir(above)) if os.path.isdir(above) else []
        # The volumes of the plan's own group are no strangers; device-mapper doubles the hyphens of a name.
        own = group.replace("-", "--") + "-"
        holders = [h for h in holders if not (group and read("/sys/class/block/%s/dm/name" % h).startswith(own))]
        if holders:
            return "%s is held by %s" % (name, ", ".join(holders))
    return ""


def held(device):
    """Whether somebody has it for himself, be it in another mount namespace."""
    try:
        os.close(os.open(device, os.O_RDONLY | os.O_EXCL))
    except OSError as e:
        return e.errno == errno.EBUSY
    return False


@functools.lru_cache(None)
def opened():
    """Which processes have which block devices open: {device number: [name and id]}."""
    found = {}
    for fd in glob.glob("/proc/[0-9]*/fd/*"):
        try:
            if not os.readlink(fd).startswith("/dev/"):
                continue
            status = os.stat(fd)
        except OSError:
            continue
        if stat.S_ISBLK(status.st_mode):
            pid = fd.split("/")[2]
            found.setdefault(status.st_rdev, set()).add("%s (process %s)" % (read("/proc/%s/comm" % pid), pid))
    return found


def openers(device, empty):
    """Who has it open. A daemon that was started on an empty drive lets it go within a second: it is looked at again."""
    for _ in range(6):
        found = sorted(opened().get(os.stat(device).st_rdev, []))
        if not (empty and any(one.startswith("ceph-osd ") for one in found)):
            break
        time.sleep(0.5)
        opened.cache_clear()
    return found


def signature(device):
    """What blkid reads on the drive itself, no cache: partition table, filesystem, LVM, RAID."""
    done = subprocess.run(["blkid", "-p", "-o", "export", device], capture_output=True, text=True)
    tags = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    if done.returncode == 8:
        return "more than one signature"
    found = [tags.get("PTTYPE", "") and tags["PTTYPE"] + " partition table", tags.get("TYPE", "")]
    parts = names(device)[1:]
    if parts:
        found.append("partitions " + " ".join(parts))
    if done.returncode not in (0, 2):
        found.append("something that blkid cannot read (%d)" % done.returncode)
    return " ".join(filter(None, found))


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
    found = {}
    for field, link in (("block", "block"), ("db", "block.db")):
        found[field] = os.readlink(path + link) if os.path.islink(path + link) else ""
    for name in ("fsid", "whoami", "ready"):
        found[name] = read(path + name)
    return found


def lvm(device, group, volume):
    found = {"usable": False, "why": "", "group": "", "exists": False}
    if not os.path.exists("/sys/class/misc/device-mapper"):
        found["why"] = "its kernel has no device-mapper"
    elif not shutil.which("lvcreate"):
        found["why"] = "lvm2 is not installed"
    else:
        found["usable"] = True
        done = subprocess.run(["pvs", "--noheadings", "-o", "vg_name", device], capture_output=True, text=True)
        found["group"] = done.stdout.strip()
        found["exists"] = found["group"] == group and os.path.exists("/dev/%s/%s" % (group, volume))
    return found


def drive(key, serial, group, volume):
    byid = links(serial)
    devices = sorted({os.path.realpath(l) for l in byid if whole(os.path.realpath(l))})
    found = {"key": key, "serial": serial, "devices": devices, "link": "", "size": 0, "rotational": None, "boot": ""}
    found.update(used="", held=False, openIn=[], signature="", label=None, lvm=None)
    found["directory"] = directory(key) if key.isdigit() else None
    if len(devices) != 1:
        return found
    device = devices[0]
    name = os.path.basename(device)
    found["link"] = byid[0]
    found["size"] = int(read("/sys/class/block/%s/size" % name)) * 512
    # A loop device has no kind of its own, and its kernel's word on it has changed.
    if not name.startswith("loop"):
        found["rotational"] = read("/sys/class/block/%s/queue/rotational" % name) == "1"
    found["boot"] = boot(device)
    found["used"] = used(device, group)
    found["signature"] = signature(device)
    if not group:
        found["label"] = label(device)
    # Of one in use, who else has it open at this moment (udev does, at times) decides nothing.
    if not found["used"]:
        found["openIn"] = openers(device, not (group or found["signature"] or found["label"]))
    if not group:
        found["held"] = not found["used"] and held(device)
        return found
    found["lvm"] = lvm(device, group, volume)
    if found["lvm"]["group"] == group:
        found["signature"] = ""
        found["link"] = "/dev/%s/%s" % (group, volume)
        if found["lvm"]["exists"]:
            found["label"] = label(found["link"])
    else:
        found["held"] = not found["used"] and held(device)
    return found


print(json.dumps([drive(*sys.argv[i : i + 4]) for i in range(1, len(sys.argv), 4)]))
