# Installs packages without questions and without starting what they bring. $1: apt source line, or base address of a
# mirror of the host's own distribution, or empty; then the packages, with =VERSION where one is wanted.
# Continues where a killed run left dpkg.
#
# What runs goes on with the files that it has open: Debian 12's packages of Ceph stop a daemon only when they are
# removed (prerm), and after an upgrade start their targets (postinst), which the policy keeps from starting anything.
set -eu
source=$1
shift
export DEBIAN_FRONTEND=noninteractive
list=/etc/apt/sources.list.d/petaforge.list
policy=/usr/sbin/policy-rc.d
case $source in
  '' | deb' '*) ;;
  *) source="deb $source $(. /etc/os-release && echo "$VERSION_CODENAME") main" ;;
esac
if [ -n "$source" ]; then
  printf '%s\n' "$source" >"$list"
  only="-o Dir::Etc::sourcelist=$list -o Dir::Etc::sourceparts=-"
else
  only=
fi
# Somebody else's policy stays.
if [ ! -e "$policy" ] || grep -q petaforge "$policy"; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\n# petaforge: no daemon starts before it is configured\nexit 101\n' >"$policy"
  chmod 0755 "$policy"
fi
dpkg --configure -a
apt-get -q $only -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3 update
apt-get -q -y $only --no-install-recommends -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3 \
  -o Dpkg::Options::=--force-confold install "$@"
