# Makes the store of a monitor. $1: its id, $2: fsid, then pairs of id and address of the monitors it knows from the start.
# The keyring comes on the input. The store is made beside its place and moved there when it is whole.
set -eu
umask 077
id=$1 fsid=$2
shift 2
new=/var/lib/ceph/mon/.new-$id
rm -rf "$new"
install -d -o ceph -g ceph -m 0755 "$new"
trap 'rm -f "$new.keyring" "$new.monmap"' EXIT
cat >"$new.keyring"
known=
while [ $# -gt 0 ]; do
  known="$known --addv $1 [v2:$2:3300,v1:$2:6789]"
  shift 2
done
monmaptool --create --clobber --fsid "$fsid" --set-min-mon-release pacific $known "$new.monmap" >/dev/null
chown ceph:ceph "$new.keyring" "$new.monmap"
ceph-mon --mkfs -i "$id" --mon-data "$new" --monmap "$new.monmap" --keyring "$new.keyring" \
  --setuser ceph --setgroup ceph
chmod 0755 "$new"
mv -T "$new" "/var/lib/ceph/mon/ceph-$id"
