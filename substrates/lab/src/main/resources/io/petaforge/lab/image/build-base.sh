#!/bin/sh
# Builds the base layer: build-base.sh LAYERS KEY RELEASE RECIPE PACKAGES SOURCE...
# LAYERS/KEY appears by one rename when it is complete. RECIPE is a directory with the files of the recipe;
# PACKAGES is a comma-separated list; each SOURCE is an apt sources file of this machine.
set -eu
layers=$1 key=$2 release=$3 recipe=$4 packages=$5
shift 5
umask 022
[ -e "$layers/$key" ] && exit 0
tmp=$layers/$key.tmp
rm -rf --one-file-system "$tmp"

echo "progress: installing the base system ($release)"
mmdebstrap --quiet --variant=apt --mode=root --format=directory \
    --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/lintian/*' --dpkgopt='path-exclude=/usr/share/bug/*' \
    --include="$packages" "$release" "$tmp" "$@" </dev/null

echo "progress: configuring the base system"
while read -r mode path source; do
    mkdir -p "$tmp/$(dirname "$path")"
    install -m "$mode" "$recipe/$source" "$tmp/$path"
done < "$recipe/install.txt"
chroot "$tmp" chown frr:frr /etc/frr/daemons
mkdir -p "$tmp/etc/systemd/system-generators" "$tmp/etc/petaforge" \
    "$tmp/etc/systemd/system/sysinit.target.wants" "$tmp/etc/systemd/system/multi-user.target.wants"
while read -r unit; do ln -sfn /dev/null "$tmp/etc/systemd/system/$unit"; done < "$recipe/masked-units.txt"
while read -r name; do ln -sfn /dev/null "$tmp/etc/systemd/system-generators/$name"; done < "$recipe/masked-generators.txt"
rm -f "$tmp"/etc/systemd/system/*.wants/ssh.service "$tmp/etc/systemd/system/sshd.service" \
    "$tmp"/etc/systemd/system/getty.target.wants/* "$tmp"/etc/systemd/system/timers.target.wants/*
ln -sfn ../ssh.service "$tmp/etc/systemd/system/sysinit.target.wants/ssh.service"
ln -sfn ../petaforge-lab-disks.service "$tmp/etc/systemd/system/sysinit.target.wants/petaforge-lab-disks.service"
ln -sfn /lib/systemd/system/multi-user.target "$tmp/etc/systemd/system/default.target"

# Identity is per host, and a lab host knows no package source but the one it is given.
rm -f "$tmp"/etc/ssh/ssh_host_* "$tmp/etc/hostname" "$tmp/etc/machine-id" "$tmp/var/lib/dbus/machine-id" \
    "$tmp/etc/resolv.conf" "$tmp/etc/apt/sources.list" "$tmp"/etc/apt/sources.list.d/* "$tmp"/etc/apt/trusted.gpg.d/*.tmp
rm -rf "$tmp"/var/lib/apt/lists/* "$tmp"/var/cache/apt/*.bin "$tmp"/var/log/apt "$tmp"/var/log/dpkg.log
# Without a configuration FRR starts its daemons three times as fast: vtysh, which takes longer to load than they do,
# then has nothing to send to each of them. The plan writes the file.
rm -f "$tmp/etc/frr/frr.conf"
: > "$tmp/etc/fstab"
# Packages such as Java's link their excluded manuals all the same, and fail without the directories.
for section in 1 2 3 4 5 6 7 8; do mkdir -p "$tmp/usr/share/man/man$section"; done
touch "$tmp/etc/.updated" "$tmp/var/.updated"
mv "$tmp" "$layers/$key"
