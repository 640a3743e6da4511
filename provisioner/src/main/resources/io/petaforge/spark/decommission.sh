# Ends a worker for good: it takes no new executors, those that run end their tasks and hand their blocks over, then it
# stops. Parameters: its unit, the most seconds to wait. Where decommissioning is switched off the signal ends it at once.
unit=$1
systemctl disable --quiet -- "$unit" || exit
drop=/run/systemd/system/$unit.d
if [ "$(systemctl is-active -- "$unit")" = active ]; then
  # It ends itself when its executors have, and would be started again.
  mkdir -p "$drop" && printf '[Service]\nRestart=no\n' >"$drop/leaving.conf" && systemctl daemon-reload || exit
  pid=$(systemctl show -p MainPID --value -- "$unit")
  [ "$pid" = 0 ] || kill -PWR "$pid"
  end=$(($(date +%s) + $2))
  # A moment for the master and the drivers to hear of it.
  sleep 1
  while [ "$(date +%s)" -lt "$end" ] && pgrep -P "$pid" -f CoarseGrainedExecutorBackend >/dev/null; do sleep 0.5; done
fi
systemctl stop -- "$unit" || exit
systemctl reset-failed -- "$unit" 2>/dev/null || :
rm -rf -- "$drop"
systemctl daemon-reload
