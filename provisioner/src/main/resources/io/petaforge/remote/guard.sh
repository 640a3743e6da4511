# Added to the functions of bundle.sh where a bundle has a guarded change. What is known of a change is in one directory:
#   waiting | confirmed | undoing   whether it still waits for its confirmation; renaming it decides, once
#   paths, old/N   the files that it may touch, and what they were      applied   it stands, so it may be confirmed
#   undo, undone   puts the files back; makes the host take them over   token     of the run that made it
# It is on disk before anything changes, for the host may lose its power at any moment. Whatever has to outlive this
# connection is given to systemd, or where that does not answer to a session of its own.

# runs a program later or now, apart from this connection: unit, seconds ("" for now), program and arguments
detach() {
  u=$1 delay=$2
  shift 2
  if [ -d /run/systemd/system ] && command -v systemd-run >/dev/null; then
    systemd-run --quiet --collect --unit="$u" \
      ${delay:+--on-active="$delay" --timer-property=AccuracySec=100ms} -- "$@" && return
  fi
  # shellcheck disable=SC2016 # its own parameters
  setsid sh -c '[ -z "$1" ] || sleep "$1"; shift; exec "$@"' sh "$delay" "$@" \
    </dev/null >/dev/null 2>&1 3<&- 5>&- &
}
# has the next boot undo the change before any network comes up: its directory, its token, name of the unit
undo_at_boot() {
  [ -d /run/systemd/system ] || return 0
  cat >"/etc/systemd/system/$3" <<UNIT || return
[Unit]
Description=Undo a change of the network that was not confirmed
DefaultDependencies=no
RequiresMountsFor=$1
After=local-fs.target
Before=sysinit.target systemd-sysctl.service network-pre.target systemd-networkd.service networking.service frr.service
Wants=network-pre.target
[Service]
Type=oneshot
ExecStart=/bin/sh $1/undo rebooted $2
UNIT
  mkdir -p /etc/systemd/system/sysinit.target.wants &&
    ln -sf "../$3" "/etc/systemd/system/sysinit.target.wants/$3"
}
# carries the change out: name, seconds for it, seconds that it must stand, seconds until it is undone, paths
# The programs are $d/apply, $d/undone, $d/guard-apply and $d/guard-undo.
guard() {
  name=$1 limit=$2 settle=$3 window=$4
  shift 4
  base=${PETAFORGE_STATE:-/var/lib/petaforge}
  s=$base/commit/$name new=$base/commit/.$name unit=petaforge-undo-$name
  if [ -e "$s" ]; then
    echo "an earlier change still waits for its confirmation in $s" >&2
    return 75
  fi
  rm -rf "$new"
  mkdir -p "$new/old" || return
  cp "$d/undone" "$new/undone" && cp "$d/guard-undo" "$new/undo" && cp "$d/guard-apply" "$new/apply" || return
  printf '%s\n' "$n" >"$new/token" || return
  : >"$new/paths"
  count=0
  for path; do
    count=$((count + 1))
    printf '%s\n' "$path" >>"$new/paths"
    if [ -e "$path" ] || [ -L "$path" ]; then cp -a "$path" "$new/old/$count" || return; fi
  done
  # In memory only: it has the contents of the new files.
  program=$(mktemp -d "${d%/*}/petaforge-change.XXXXXXXXXX") && cp "$d/apply" "$program/apply" || return
  : >"$new/waiting"
  undo_at_boot "$s" "$n" "$unit.service" || return
  mv -T "$new" "$s" && sync -f "$s" || return
  detach "$unit-${n#pf-}" "$window" sh "$s/undo" expired "$n" || return
  detach "petaforge-change-${n#pf-}" "" sh "$s/apply" "$n" "$limit" "$settle" "$program" || return
  while [ -e "$s/token" ]; do
    [ ! -e "$s/applied" ] || return 0
    sleep 0.05
  done
  cat "$base/undone/$name.$n/outcome" >&2
  return 1
}
