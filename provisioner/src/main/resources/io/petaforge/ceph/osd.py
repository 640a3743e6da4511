# Makes the directories of this host's OSDs, and their BlueStores where the plan says so. Reads JSON:
#   {"wipe": [/dev/disk/by-id/..., ...],
#    "divide": [{"device": /dev/disk/by-id/..., "group": ..., "of": parts, "volumes": [name, ...]}, ...],
#    "tags": {/dev/<group>/<volume>: [tag, ...]},
#    "osds": [{"id": n, "uuid": ..., "device": ..., "db": ... or "", "how": "format" | "reformat" | "adopt", "key": ...}]}
# wipe: the inventory names the drive for it; divide: the drive is empty, or has some of the volumes.
# format: the places are empty; reformat: they hold the beginning of this very OSD; adopt: they hold it, complete.
# No monitor is needed. Each directory is made beside its place and moved there when it is whole.
import concurrent.futures
import fcntl
import json
import os
import shutil
import subprocess
import sys

# Formatting writes some 28 MB per OSD: eight at once keep the cores of a large host busy.
AT_ONCE = 8

MIB = 1 << 20
BLKRRPART = 0x125F


def call(argv, text=""):
    done = subprocess.run(argv, input=text, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise RuntimeError("%s exited %d: %s" % (argv[0], done.returncode, done.stdout[-2000:]))
    return done.stdout


def wipe(device):
    """Every signature, then both ends, where partition tables and RAID are kept, and where BlueStore copies its label."""
    # Both open it for themselves alone, which the kernel refuses when it is mounted or part of something.
    call(["wipefs", "-a", "-q", device])
    drive = os.open(device, os.O_RDWR | os.O_EXCL)
    try:
        size = os.lseek(drive, 0, os.SEEK_END)
        for at in [0, size - 4 * MIB] + [gib << 30 for gib in (1, 10, 100, 1000)]:
            if 0 <= at < size:
                os.pwrite(drive, bytes(min(4 * MIB, size - at)), at)
        os.fsync(drive)
        try:
            fcntl.ioctl(drive, BLKRRPART)
        except OSError:
            pass  # it had no partitions, or is of a kind that never has
    finally:
        os.close(drive)


def blank(device):
    done = subprocess.run(["blkid", "-p", device], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 2:
        raise RuntimeError("%s is not empty any more: %s" % (device, done.stdout.strip()))


def divide(order):
    """Equal volumes, named and grouped as ceph-volume does. What is there already is left as it is."""
    group = order["group"]
    if subprocess.run(["vgs", group], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0:
        blank(order["device"])
        call(["vgcreate", "-q", "-y", group, order["device"]])
    there = call(["lvs", "--noheadings", "-o", "lv_name", group]).split()
    extents = int(call(["vgs", "--noheadings", "-o", "vg_extent_count", group]))
    for name in order["volumes"]:
        if name not in there:
            call(["lvcreate", "-q", "-y", "-l", str(extents // order["of"]), "-n", name, group])


def lv_uuid(path):
    return call(["lvs", "--noheadings", "-o", "lv_uuid", path]).strip()


def make(osd):
    final = "/var/lib/ceph/osd/ceph-%d" % osd["id"]
    new = "/var/lib/ceph/osd/.new-%d" % osd["id"]
    places = [("block", osd["device"])] + ([("block.db", osd["db"])] if osd["db"] else [])
    shutil.rmtree(new, ignore_errors=True)
    os.makedirs(new, 0o755)
    shutil.chown(new, "ceph", "ceph")
    owner = os.stat(new)
    for name, device in places:
        if osd["how"] == "format":
            blank(device)
        if osd["how"] == "reformat":
            with open(device, "r+b") as drive:
                drive.write(bytes(4096))
                os.fsync(drive.fileno())
        os.symlink(device, new + "/" + name)
        shutil.chown(os.path.realpath(device), "ceph", "ceph")
        os.lchown(new + "/" + name, owner.st_uid, owner.st_gid)
    if osd["how"] == "adopt":
        call(["ceph-bluestore-tool", "prime-osd-dir", "--dev", osd["device"], "--path", new])
    keyring = new + "/keyring"
    if os.path.exists(keyring):
        with open(keyring) as f:
            former = osd["key"] not in f.read()
        if former:
            # As osd-label.sh does, which could not reach this drive when the keys were rotated.
            call(["ceph-bluestore-tool", "rm-label-key", "--dev", osd["device"], "-k", "osd_key"])
    with open(os.open(keyring, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
        f.write("[osd.%d]\nkey = %s\n" % (osd["id"], osd["key"]))
    shutil.chown(keyring, "ceph", "ceph")
    if osd["how"] != "adopt":
        # The last two: closing a device waits for its poll interval, and checking what was just made is reading it twice.
        call(
            ["ceph-osd", "--no-mon-config", "-i", str(osd["id"]), "--mkfs", "--osd-uuid", osd["uuid"]]
            + ["--osd-data", new, "--keyfile", "-", "--setuser", "ceph", "--setgroup", "ceph"]
            + ["--bdev_aio_poll_ms", "10", "--bluestore_fsck_on_mkfs", "false", "--log_file", "/dev/null"],
            osd["key"],
        )
    else:
        for name in os.listdir(new):
            os.lchown(os.path.join(new, name), owner.st_uid, owner.st_gid)
    shutil.rmtree(final, ignore_errors=True)
    os.rename(new, final)


def main():
    orders = json.load(sys.stdin)
    for device in orders["wipe"]:
        wipe(device)
    for order in orders["divide"]:
        divide(order)
    for volume, names in orders["tags"].items():
        tags = [tag.replace("@" + p, lv_uuid(p)) if "=@" in tag else tag for tag in names for p in [tag.split("@")[-1]]]
        call(["lvchange", "-q"] + [word for tag in tags for word in ("--addtag", tag)] + [volume])
    failed = []
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        running = {pool.submit(make, osd): osd for osd in orders["osds"]}
        for done in concurrent.futures.as_completed(running):
            if done.exception() is not None:
                failed.append("osd.%d on %s: %s" % (running[done]["id"], running[done]["device"], done.exception()))
    if failed:
        sys.exit("\n".join(sorted(failed)))


main()
