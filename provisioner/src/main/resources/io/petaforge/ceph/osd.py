# Makes the directories of this host's OSDs, and their BlueStores where the plan says so. Reads a JSON list:
#   [{"id": n, "uuid": ..., "device": /dev/disk/by-id/..., "how": "format" | "reformat" | "adopt", "key": ...}, ...]
# format: the drive is empty; reformat: it holds the beginning of this very OSD; adopt: it holds this OSD, complete.
# No monitor is needed. Each directory is made beside its place and moved there when it is whole.
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys

# Formatting writes some 28 MB per OSD: eight at once keep the cores of a large host busy.
AT_ONCE = 8


def call(argv, text=""):
    done = subprocess.run(argv, input=text, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise RuntimeError("%s exited %d: %s" % (argv[0], done.returncode, done.stdout[-2000:]))


def make(osd):
    final = "/var/lib/ceph/osd/ceph-%d" % osd["id"]
    new = "/var/lib/ceph/osd/.new-%d" % osd["id"]
    shutil.rmtree(new, ignore_errors=True)
    os.makedirs(new, 0o755)
    os.symlink(osd["device"], new + "/block")
    shutil.chown(new, "ceph", "ceph")
    shutil.chown(os.path.realpath(osd["device"]), "ceph", "ceph")
    os.lchown(new + "/block", os.stat(new).st_uid, os.stat(new).st_gid)
    if osd["how"] == "reformat":
        with open(osd["device"], "r+b") as drive:
            drive.write(bytes(4096))
            os.fsync(drive.fileno())
    if osd["how"] == "adopt":
        call(["ceph-bluestore-tool", "prime-osd-dir", "--dev", osd["device"], "--path", new])
    keyring = new + "/keyring"
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
            os.lchown(os.path.join(new, name), os.stat(new).st_uid, os.stat(new).st_gid)
    shutil.rmtree(final, ignore_errors=True)
    os.rename(new, final)


def main():
    osds = json.load(sys.stdin)
    failed = []
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        running = {pool.submit(make, osd): osd for osd in osds}
        for done in concurrent.futures.as_completed(running):
            if done.exception() is not None:
                failed.append("osd.%d on %s: %s" % (running[done]["id"], running[done]["device"], done.exception()))
    if failed:
        sys.exit("\n".join(sorted(failed)))


main()
