# Prints what is known of drives: "serial device signature uuid mounted-from mounted-owner fstab", "-" for nothing.
# Parameters: serial, mount point, uuid, repeated.
while [ $# -gt 0 ]; do
  device=-
  for link in /dev/disk/by-id/*[-_]"$1" /dev/disk/by-id/wwn-0x"$1" /dev/disk/by-id/wwn-"$1"; do
    [ -e "$link" ] && device=$(readlink -f "$link") && break
  done
  signature=- uuid=-
  if [ "$device" != - ]; then
    found=$(blkid -p -s TYPE -s PTTYPE -s UUID -o export "$device" 2>/dev/null)
    type=$(printf '%s\n' "$found" | sed -n 's/^\(PT\)\{0,1\}TYPE=//p' | head -n 1)
    id=$(printf '%s\n' "$found" | sed -n 's/^UUID=//p')
    signature=${type:--} uuid=${id:--}
  fi
  from=$(findmnt -n -o SOURCE --mountpoint "$2" 2>/dev/null | tail -n 1)
  owner=$(stat -c %U "$2" 2>/dev/null)
  fstab=no
  grep -qs "^UUID=$3 $2 " /etc/fstab && fstab=yes
  echo "$1 $device $signature $uuid ${from:--} ${owner:--} $fstab"
  shift 3
done
