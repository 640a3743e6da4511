# Confirms a guarded change, over a connection that was opened after it was applied: name, token. Exits 0 when it stays,
# 1 when it was undone, 75 when it is not applied yet and has to be confirmed later, 69 when it was never begun.
base=${PETAFORGE_STATE:-/var/lib/petaforge}
s=$base/commit/$1 kept=$base/undone/$1.$2
mine() { [ "$(cat "$s/token" 2>/dev/null)" = "$2" ]; }
if mine "$@"; then
  if [ ! -e "$s/applied" ] && [ -e "$s/waiting" ]; then exit 75; fi
  if mv -T "$s/waiting" "$s/confirmed" 2>/dev/null; then
    # Whoever asks again because this answer was lost must hear the same.
    printf '%s\n' "$2" >"$base/commit/.confirmed-$1"
    rm -f "/etc/systemd/system/sysinit.target.wants/petaforge-undo-$1.service" \
      "/etc/systemd/system/petaforge-undo-$1.service"
    [ ! -d /run/systemd/system ] || systemctl stop "petaforge-undo-$1-${2#pf-}.timer" 2>/dev/null
    rm -rf "$s"
    sync -f "$base/commit"
    exit 0
  fi
  tries=0
  while mine "$@" && [ $tries -lt 900 ]; do
    tries=$((tries + 1))
    sleep 0.1
  done
fi
if [ -e "$kept/outcome" ]; then
  cat "$kept/outcome" >&2
  exit 1
fi
[ "$(cat "$base/commit/.confirmed-$1" 2>/dev/null)" != "$2" ] || exit 0
exit 69
