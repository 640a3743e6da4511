#!/bin/sh
# Builds the layer over the base, and the package repository it is installed from:
# build-prepared.sh LAYERS BASEKEY KEY PACKAGE...
# LAYERS/KEY (files) and LAYERS/KEY.debs (flat apt repository) each appear by one rename when complete.
# Runs in a mount namespace of its own, so whatever happens no mount stays.
set -eu
layers=$1 base=$2 key=$3
shift 3
umask 022
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
debs=$layers/$key.debs
if [ ! -e "$debs" ]; then
    rm -rf --one-file-system "$debs.tmp"
    mkdir -p "$debs.tmp/partial"
    # This machine's apt, with its own sources, keys and proxies, resolves against the base layer's package list.
    fetch() {
        apt-get -q -y -o Dir::State::status="$layers/$base/var/lib/dpkg/status" \
            -o Dir::State::extended_states="$layers/$base/var/lib/apt/extended_states" \
            -o Dir::Cache::archives="$debs.tmp" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
            -o APT::Install-Recommends=false -o APT::Sandbox::User=root -o Debug::NoLocking=true \
            -o Dpkg::Use-Pty=0 --download-only --no-remove install "$@" </dev/null
    }
    echo "progress: downloading Ceph, Java and tools"
    fetch "$@" || { apt-get -q update </dev/null && fetch "$@"; }
    rm -rf "$debs.tmp/partial" "$debs.tmp/lock"
    echo "progress: indexing the packages"
    cd "$debs.tmp"
    for deb in *.deb; do
        # apt asks for a file name as it stands in the index, but escapes it in the request: avoid the percent sign.
        plain=$(printf '%s' "$deb" | sed 's/%3a/./')
        [ "$plain" = "$deb" ] || mv "$deb" "$plain"
        dpkg-deb -f "$plain"
        echo "Filename: ./$plain"
        echo "Size: $(stat -c %s "$plain")"
        echo "SHA256: $(sha256sum "$plain" | cut -d' ' -f1)"
        echo
    done > Packages
    cd /
    mv "$debs.tmp" "$debs"
fi
[ -e "$layers/$key" ] && exit 0
tmp=$layers/$key.tmp
rm -rf --one-file-system "$tmp"
mkdir -p "$tmp/files" "$tmp/work" "$tmp/root"
mount -t overlay overlay -o "lowerdir=$layers/$base,upperdir=$tmp/files,workdir=$tmp/work" "$tmp/root"
root=$tmp/root
mkdir -p "$root/run/debs"
mount -t tmpfs tmpfs "$root/run"
mkdir -p "$root/run/debs"
mount --bind "$debs" "$root/run/debs"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
printf 'deb [trusted=yes] file:/run/debs ./\n' > "$root/run/petaforge.list"
printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
echo "progress: installing Ceph, Java and tools"
in_root() {
    chroot "$root" env PATH=/usr/sbin:/usr/bin:/sbin:/bin apt-get -q -y \
        -o Dir::Etc::SourceList=/run/petaforge.list -o Dir::Etc::SourceParts=/dev/null -o APT::Sandbox::User=root \
        -o APT::Install-Recommends=false -o Dpkg::Options::=--force-unsafe-io -o Dpkg::Use-Pty=0 "$@" </dev/null
}
in_root update
in_root install "$@"
rm -f "$root/usr/sbin/policy-rc.d"
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*.bin "$root"/var/log/apt "$root"/var/log/dpkg.log
rm -f "$root"/etc/systemd/system/timers.target.wants/*
touch "$root/etc/.updated" "$root/var/.updated"
umount -l "$root/dev"
umount "$root/proc" "$root/run/debs" "$root/run" "$root"
rmdir "$tmp/files/run/debs" 2>/dev/null || :
mv "$tmp/files" "$layers/$key.done"
rm -rf --one-file-system "$tmp"
mv "$layers/$key.done" "$layers/$key"
