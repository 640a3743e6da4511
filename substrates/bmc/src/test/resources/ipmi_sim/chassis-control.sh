#!/bin/sh
# What ipmi_sim runs to control its chassis:
#   chassis-control.sh DIR COMMAND get NAME...            prints NAME:VALUE lines
#   chassis-control.sh DIR COMMAND set NAME VALUE ...
# DIR keeps the state. COMMAND, when not empty, owns the power: it is run as 'COMMAND on', 'COMMAND off', 'COMMAND soft'
# and 'COMMAND reset', in the background since ipmi_sim waits for this script, and as 'COMMAND status', which prints on or
# off. CHASSIS is DIR in its environment; the next boot device is in $CHASSIS/boot.
dir=$1
command=$2
verb=$3
shift 3
export CHASSIS="$dir"

power() {
  if [ -n "$command" ]; then
    if [ "$($command status)" = on ]; then echo 1; else echo 0; fi
  else
    cat "$dir/power" 2>/dev/null || echo 0
  fi
}

order() {
  echo "$1" >>"$dir/orders"
  if [ -n "$command" ]; then
    # shellcheck disable=SC2086
    setsid $command "$1" >>"$dir/command.log" 2>&1 </dev/null &
    return
  fi
  # A file stuck: the order is taken and not followed, as by real controllers at times.
  [ ! -e "$dir/stuck" ] || return 0
  case $1 in
    on) echo 1 >"$dir/power" ;;
    off | soft) echo 0 >"$dir/power" ;;
  esac
}

if [ "$verb" = get ]; then
  for name in "$@"; do
    case $name in
      power) echo "power:$(power)" ;;
      boot) echo "boot:$(cat "$dir/boot" 2>/dev/null || echo none)" ;;
    esac
  done
elif [ "$verb" = set ]; then
  while [ $# -gt 1 ]; do
    case $1 in
      power) if [ "$2" = 1 ]; then order on; else order off; fi ;;
      boot) echo "$2" >"$dir/boot" ;;
      shutdown) order soft ;;
      reset) order reset ;;
    esac
    shift 2
  done
fi
exit 0
