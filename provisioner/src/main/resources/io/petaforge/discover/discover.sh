# Prints what this machine is made of, in sections that begin with "##petaforge NAME"; changes nothing. A source whose program
# is missing, or which only root may read, is left out. POSIX sh; coreutils, findutils and util-linux are all it counts on.
LC_ALL=C.UTF-8 PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export LC_ALL PATH
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
section() { printf '\n##petaforge %s\n' "$*"; }
file() { [ ! -r "$2" ] || { section "$1"; cat "$2"; } 2>/dev/null; }
# section name, then a command with its arguments
run() {
  name=$1
  shift
  command -v "$1" >/dev/null 2>&1 || return 0
  section "$name"
  timeout 10 "$@" 2>/dev/null
}
# the value of a file of one line; empty where the kernel will not tell, as with the speed of a port that is down
value() {
  v=
  { read -r v <"$1"; } 2>/dev/null
  printf '%s %s\n' "${1##*/}" "$v"
}

# A drive that hangs must not hold up the others.
smart() {
  section smart "$1"
  timeout 10 smartctl --json=c -n standby -i -H -A "/dev/$1" 2>/dev/null
}
if command -v smartctl >/dev/null 2>&1; then
  for drive in $(lsblk -dn -o NAME,TYPE 2>/dev/null | while read -r n t; do [ "$t" != disk ] || echo "$n"; done); do
    case $drive in zram* | ram* | *!*) continue ;; esac
    [ ! -b "/dev/$drive" ] || smart "$drive" >"$work/smart-$drive" &
  done
fi

file os /etc/os-release
run python python3 --version
file container /run/systemd/container
file lab-disks /etc/petaforge/lab-disks
file memory-limit /sys/fs/cgroup/memory.max
file meminfo /proc/meminfo
run lscpu lscpu -J || run lscpu lscpu
section numa
for node in /sys/devices/system/node/node[0-9]*; do
  while read -r line; do
    case $line in *MemTotal:*) printf '%s\n' "$line" ;; esac
  done <"$node/meminfo"
done 2>/dev/null
if [ -r /sys/class/dmi/id/sys_vendor ]; then
  section dmi-id
  for name in sys_vendor product_name product_serial; do value "/sys/class/dmi/id/$name"; done
fi
run dmidecode dmidecode -t 1,17

# util-linux has MOUNTPOINTS since 2.37.
columns=NAME,KNAME,TYPE,SIZE,RO,RM,ROTA,MODEL,SERIAL,WWN,TRAN,VENDOR,FSTYPE,UUID
section lsblk
lsblk -J -b -o "$columns,MOUNTPOINTS" 2>/dev/null || lsblk -J -b -o "$columns,MOUNTPOINT" 2>/dev/null
section nodes
for node in /sys/class/block/*; do
  node=${node##*/}
  case $node in *!*) path=/dev/${node%%!*}/${node#*!} ;; *) path=/dev/$node ;; esac
  [ ! -b "$path" ] || printf '%s\n' "$node"
done
section by-id
find /dev/disk/by-id -type l -printf '%f %l\n' 2>/dev/null
file mountinfo /proc/self/mountinfo
run nvme nvme list -o json

run ip ip -j -d address
section ports
for port in /sys/class/net/*; do
  [ -e "$port/address" ] || continue
  printf 'port %s\n' "${port##*/}"
  for name in address type speed carrier; do value "$port/$name"; done
  [ -e "$port/device" ] || continue
  printf 'device %s\n' "$(readlink -f "$port/device")"
  printf 'driver %s\n' "$(readlink -f "$port/device/driver")"
  value "$port/device/numa_node"
  [ ! -e "$port/device/physfn" ] || echo 'virtual-function yes'
  [ ! -e "$port/wireless" ] || echo 'wireless yes'
done
for port in /sys/class/net/*; do
  [ ! -e "$port/device" ] || run "ethtool ${port##*/}" ethtool "${port##*/}"
done
run lldp lldpcli -f json0 show neighbors

wait
cat "$work"/smart-* 2>/dev/null
section end
