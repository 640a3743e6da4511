# Brings one volume to its mount point. Parameters: device, mount point, uuid, label, owner, "format", "wipe" or "keep".
# A drive is formatted only when it carries no signature at all; mkfs.xfs refuses one that has (no -f). wipe: the inventory
# names the drive for it; wipefs refuses one that is in use, and what it does not know is left for the check after it.
device=$1 path=$2 uuid=$3 label=$4 owner=$5
if [ "$6" = wipe ]; then
  wipefs -a -q "$device" || exit
  dd if=/dev/zero of="$device" bs=1M count=4 conv=fsync,nocreat status=none || exit
fi
if [ "$6" != keep ]; then
  blkid -p "$device" >/dev/null 2>&1
  [ $? -eq 2 ] || { echo "$device is not blank" >&2; exit 1; }
  mkfs.xfs -q -K -m uuid="$uuid" -L "$label" "$device" || exit
fi
mkdir -p "$path" || exit
if ! grep -qs "^UUID=$uuid $path " /etc/fstab; then
  { grep -sv " $path " /etc/fstab; echo "UUID=$uuid $path xfs noatime,nofail 0 0"; } >/etc/.fstab.petaforge &&
    chmod 0644 /etc/.fstab.petaforge && mv /etc/.fstab.petaforge /etc/fstab || exit
fi
mountpoint -q "$path" || mount -o noatime "$device" "$path" || exit
chown "$owner:$owner" "$path" && chmod 0750 "$path"
