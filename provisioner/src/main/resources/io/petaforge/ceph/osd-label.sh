# Takes the key that an OSD was formatted with out of its drive's label, and out of its directory, where formatting leaves it
# too: tools that make the directory anew from the label would write a keyring with which the OSD cannot log in any more. The
# label needs no key; the program that writes one there takes it as an argument, for everyone to see. Arguments: numbers of
# OSDs of this host, which may run.
set -eu
for id; do
  directory=/var/lib/ceph/osd/ceph-$id
  block=$directory/block
  if ceph-bluestore-tool show-label --dev "$block" | grep -q '"osd_key"'; then
    ceph-bluestore-tool rm-label-key --dev "$block" -k osd_key
  fi
  rm -f "$directory/osd_key"
done
