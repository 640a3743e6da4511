# Ends OSDs that the cluster does not know any more: stops their units for good, makes their drives empty, removes their
# directories. Parameters: number and UUID of each. A directory with another UUID is another OSD's and stays.
while [ $# -gt 0 ]; do
  dir=/var/lib/ceph/osd/ceph-$1
  if [ -e "$dir/fsid" ] && [ "$(cat "$dir/fsid")" != "$2" ]; then
    echo "$dir is that of another OSD, $(cat "$dir/fsid")" >&2
    exit 1
  fi
  systemctl disable --quiet --now -- "ceph-osd@$1.service" || exit
  systemctl reset-failed -- "ceph-osd@$1.service" 2>/dev/null || :
  # Before the directory, which says whose they are. Newer releases keep copies of the label at these places, in GiB.
  for drive in "$dir/block" "$dir/block.db"; do
    [ -b "$drive" ] || continue
    size=$(blockdev --getsize64 "$drive") || exit
    for at in 0 1 10 100 1000; do
      if [ $((at << 30)) -lt "$size" ]; then
        dd if=/dev/zero of="$drive" bs=4096 count=1 seek=$((at << 18)) conv=notrunc,fsync status=none || exit
      fi
    done
  done
  rm -rf --one-file-system -- "$dir" || exit
  shift 2
done
