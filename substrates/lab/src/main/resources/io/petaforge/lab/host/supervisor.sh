#!/bin/sh
# The power switch of one lab host: supervisor.sh HOSTDIR, started in a session and a mount namespace of its own.
# While it lives the host is on. SIGTERM pulls the plug. A reboot inside the host starts it again (exit status 133
# of systemd-nspawn, 129 of a plain boot), an orderly poweroff ends it. Everything that differs from host to host is in files of HOSTDIR:
#   netns      name of the network namespace          cgroups   control groups to enter, one a line
#   overlay    options of the root overlay            command   how to start the host, one argument a line
#   links-up, links-down   ip batches                 shape     tc batch
#   own-cgroups            those of the supervisor: what limits the host must not stop its switch
set -u
dir=$1
cd /
exec 9>"$dir/lock"
flock -n 9 || exit 0
set -- $(cat /proc/$$/stat)
echo "$$ ${22}" > "$dir/supervisor.tmp"
mv -f "$dir/supervisor.tmp" "$dir/supervisor"
while read -r group; do echo 0 > "$group/cgroup.procs"; done < "$dir/own-cgroups"
read -r netns < "$dir/netns"

links_down() {
    ip -force -n "$netns" -batch "$dir/links-down" 2>/dev/null
}

# Linux keeps both the settings of "all" and of each interface, and takes the larger or the own one depending on
# the setting: so every interface gets them, before it goes up.
links_up() {
    nsenter --net="/run/netns/$netns" sh -c '
        cd /proc/sys/net
        set_all() { for file in $1; do echo "$2" > "$file"; done 2>/dev/null; }
        set_all "ipv6/conf/*/accept_dad" 0
        set_all "ipv6/conf/*/dad_transmits" 0
        set_all "ipv6/conf/*/accept_ra" 0
        set_all "ipv6/conf/*/router_solicitations" 0
        set_all "ipv4/conf/*/rp_filter" 0
        set_all "ipv4/conf/*/ignore_routes_with_linkdown" 1
        set_all "ipv6/conf/*/ignore_routes_with_linkdown" 1
        set_all ipv4/ip_forward 1
        set_all ipv6/conf/all/forwarding 1
        set_all ipv4/fib_multipath_hash_policy 1
        set_all ipv6/fib_multipath_hash_policy 1'
    ip -force -n "$netns" -batch "$dir/links-up"
    if [ -s "$dir/shape" ]; then tc -force -n "$netns" -batch "$dir/shape"; fi
}

off=no
child=
pull_the_plug() {
    off=yes
    links_down
    if [ -n "$child" ]; then kill -KILL "$child"; fi
}
trap pull_the_plug TERM

# nspawn keeps locks and sockets there that nobody would remove after a host that lost its power.
if [ -d /run/systemd/nspawn ]; then mount -t tmpfs tmpfs /run/systemd/nspawn || exit 1; fi
rm -rf "$dir/work/work/incompat"
mount -t overlay overlay -o "$(cat "$dir/overlay")" "$dir/root" || exit 1

while [ $off = no ]; do
    links_down
    links_up
    (
        exec 9>&-
        while read -r group; do echo 0 > "$group/cgroup.procs"; done < "$dir/cgroups"
        set --
        while IFS= read -r argument; do set -- "$@" "$argument"; done < "$dir/command"
        exec "$@" </dev/null
    ) &
    child=$!
    status=255
    while kill -0 "$child" 2>/dev/null; do
        wait "$child"
        status=$?
    done
    child=
    case $status in 129 | 133) ;; *) break ;; esac
done
links_down
# What the dead host left behind in its control groups, if its first process did not take it along.
while read -r group; do
    find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null
done < "$dir/cgroups" | sort -u | while read -r pid; do kill -KILL "$pid" 2>/dev/null; done
umount "$dir/root" || umount -l "$dir/root"
rm -f "$dir/supervisor"
