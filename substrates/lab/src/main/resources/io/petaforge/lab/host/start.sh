#!/bin/sh
# Switches hosts on: start.sh SUPERVISOR HOSTDIR... Nothing of the caller's is kept: no standard streams, no session,
# no working directory, no control group.
set -u
supervisor=$1
shift
cd /
# Each supervisor covers it with a directory of its own.
mkdir -p /run/systemd/nspawn
for dir; do
    setsid unshare --mount --propagation slave sh "$supervisor" "$dir" </dev/null >>"$dir/console" 2>&1 &
done
