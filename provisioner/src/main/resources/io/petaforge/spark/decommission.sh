# Empties a worker: it takes no new executors, those that run end their tasks and hand their blocks over.
# Parameters: its unit, the most seconds to wait, "leave" or "return". With leave it stops for good; with return it may have
# stopped, to be started again by who called, and nothing is done where no executor runs. Where decommissioning is switched
# off the signal ends it at once.
unit=$1
drop=/run/systemd/system/$unit.d
allow() { [ ! -d "$drop" ] || { rm -rf -- "$drop" && systemctl daemon-reload; }; }
if [ "$3" = leave ]; then
  systemctl disable --quiet -- "$unit" || exit
else
  # Whatever becomes of this program, it is not to stay without being started again when it fails.
  trap allow EXIT
  trap 'exit 143' HUP INT TERM
fi
pid=$(systemctl show -p MainPID --value -- "$unit")
executors() { pgrep -P "$pid" -f CoarseGrainedExecutorBackend >/dev/null; }
if [ "$(systemctl is-active -- "$unit")" = active ] && { [ "$3" = leave ] || executors; }; then
  # It ends itself when its executors have, and would be started again.
  mkdir -p "$drop" && printf '[Service]\nRestart=no\n' >"$drop/leaving.conf" && systemctl daemon-reload || exit
  [ "$pid" = 0 ] || kill -PWR "$pid"
  end=$(($(date +%s) + $2))
  # A moment for the master and the drivers to hear of it.
  sleep 1
  while [ "$(date +%s)" -lt "$end" ] && executors; do sleep 0.2; done
fi
[ "$3" = leave ] || exit 0
systemctl stop -- "$unit" || exit
systemctl reset-failed -- "$unit" 2>/dev/null || :
allow
