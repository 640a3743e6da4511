# Takes one volume away. Parameters: device, mount point, uuid of its filesystem.
device=$1 path=$2 uuid=$3
while mountpoint -q "$path"; do
  umount "$path" || { fuser -vm "$path" >&2; exit 1; }
done
if grep -qs "^UUID=$uuid " /etc/fstab; then
  grep -v "^UUID=$uuid " /etc/fstab >/etc/.fstab.petaforge
  chmod 0644 /etc/.fstab.petaforge && mv /etc/.fstab.petaforge /etc/fstab || exit
fi
# Looked at once more: between the look before and now somebody may have made something else of it.
[ "$(blkid -p -s UUID -o value "$device")" = "$uuid" ] || { echo "$device is not this volume any more" >&2; exit 1; }
wipefs -a -q "$device" || exit
dd if=/dev/zero of="$device" bs=1M count=4 conv=fsync,nocreat status=none || exit
rmdir "$path" 2>/dev/null || :
