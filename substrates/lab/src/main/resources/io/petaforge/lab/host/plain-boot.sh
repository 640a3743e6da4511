#!/bin/sh
# Boots a host without systemd-nspawn: plain-boot.sh ROOT NAME DEVICE..., as the first process of namespaces of its own
# for mounts, processes, host name, IPC and control groups, inside the host's network namespace. ROOT is a mount point.
set -eu
root=$1 name=$2
shift 2
mount --make-rprivate /
hostname "$name"
cd "$root"

# Only the network's settings belong to the host; the rest of /proc/sys is this machine's.
mount -t proc -o nosuid,nodev,noexec proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
if [ -e proc/sysrq-trigger ]; then
    mount --bind proc/sysrq-trigger proc/sysrq-trigger
    mount -o remount,bind,ro proc/sysrq-trigger
fi
# This proc's own again: the outer one belongs to this machine's namespaces.
mount -t tmpfs -o mode=0755 tmpfs mnt
mkdir mnt/proc
mount -t proc -o nosuid,nodev,noexec proc mnt/proc
mount --bind mnt/proc/sys/net proc/sys/net
umount -l mnt
mount -t sysfs -o nosuid,nodev,noexec sysfs sys

mount -t tmpfs -o mode=0755,nosuid,strictatime,size=4m tmpfs dev
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5,nosuid,noexec devpts dev/pts
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs dev/shm
mknod -m 0666 dev/null c 1 3
mknod -m 0666 dev/zero c 1 5
mknod -m 0666 dev/full c 1 7
mknod -m 0666 dev/random c 1 8
mknod -m 0666 dev/urandom c 1 9
mknod -m 0666 dev/tty c 5 0
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
for device; do cp -a "$device" "dev/${device#/dev/}"; done
mount -t tmpfs -o mode=0755,nosuid,nodev tmpfs run
mount -t tmpfs -o mode=1777,nosuid,nodev,size=10% tmpfs tmp

# The hierarchy in which systemd keeps its units: the only one of version 2, or the named one of version 1.
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 sys/fs/cgroup
else
    mount -t tmpfs -o mode=0755,nosuid,nodev,noexec tmpfs sys/fs/cgroup
    mkdir sys/fs/cgroup/systemd
    mount -t cgroup -o none,name=systemd,nosuid,nodev,noexec cgroup sys/fs/cgroup/systemd
fi
# Read-only, so that systemd waits for no device units, which only udev could bring.
mount -o remount,bind,ro sys

pivot_root . mnt
cd /
umount -l /mnt
exec env -i container=petaforge PATH=/usr/sbin:/usr/bin:/sbin:/bin /sbin/init </dev/null
