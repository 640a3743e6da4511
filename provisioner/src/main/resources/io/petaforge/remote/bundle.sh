# What every bundle begins with. POSIX sh with the coreutils; builtins wherever possible, because on a small machine
# with many hosts each process counts. Before it stands: { n=<nonce>
exec 2>&1
# A printf that is a program would show contents in its arguments.
[ "$(command -v printf)" = printf ] || { echo "printf is not a builtin of this host's sh"; exit 1; }
umask 077
cd /
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin LC_ALL=C.UTF-8
export PATH LC_ALL
# /run is in memory: what is secret never touches a disk on its way.
if [ -w /run ]; then d=$(mktemp -d /run/petaforge.XXXXXXXXXX); else d=$(mktemp -d); fi || exit 1
c= w= junk=
trap 'rm -rf "$d" $junk' EXIT
trap 'stop' HUP INT TERM PIPE
# Input stays open until the client has the answer. When it ends before that, the client or the line is gone: stop,
# so that nothing of this bundle still runs when the next one comes.
exec 3<&0 </dev/null
# The directory is there as long as this shell is, so the signal never meets another process with the same number.
watch() {
  ( while read -r _ <&3; do :; done; [ -d "$d" ] && kill -TERM $$ ) >/dev/null 2>&1 5>&- &
  w=$!
}
# KILL, because a shell that was forked a moment ago still has this one's traps, and forgets a TERM when it drops them.
unwatch() {
  kill -KILL "$w" 2>/dev/null
}
stop() {
  trap '' HUP INT TERM PIPE
  # shellcheck disable=SC2086 # c is a list of process ids
  if [ -n "$c" ]; then
    kill -TERM $c
    # Again, for the same reason.
    (sleep 0.5; kill -TERM $c) &
    w2=$!
    wait $c
    kill -KILL $w2
  fi 2>/dev/null
  unwatch
  exit 143
}
bye() {
  # Whoever has the answer finds no half of a file any more.
  [ -z "$junk" ] || rm -f "$junk"
  printf '%s end\n' "$n"
  unwatch
  exit 0
}
# hundredths of a second since boot, without a process
now() {
  read -r up _ </proc/uptime
  now=$((${up%.*} * 100 + 1${up#*.} - 100))
}
# keeps the first and the last @LIMIT@ bytes of a file that has more than twice that: path, size; new size in $size
cap() {
  size=$2
  [ "$2" -gt $((2 * @LIMIT@)) ] || return 0
  {
    head -c @LIMIT@ "$1"
    printf '\n... %s bytes left out ...\n' $(($2 - 2 * @LIMIT@))
    tail -c @LIMIT@ "$1"
  } >"$d/cap"
  mv -f "$d/cap" "$1"
  size=$(stat -c %s "$1")
}
start() {
  i=/dev/null f=1
  : >"$d/o" >"$d/e"
  now; t=$now
}
# the result of an operation: index, status
result() {
  now
  a=0 b=0
  if [ -s "$d/o" ] || [ -s "$d/e" ]; then
    { read -r a; read -r b; } <<EOF
$(stat -c %s "$d/o" "$d/e")
EOF
    cap "$d/o" "$a"; a=$size
    cap "$d/e" "$b"; b=$size
  fi
  printf '%s op %s %s %s %s %s %s\n' "$n" "$1" "$2" "$f" $((now - t)) "$a" "$b"
  [ $((a + b)) -eq 0 ] || cat "$d/o" "$d/e"
  [ "$2" -eq 0 ] || bye
}
# waits for the command in the background and gives its result: index
finish() {
  c=$!
  wait "$c"; s=$?
  c=
  result "$1" "$s"
}
# repeats a command until it succeeds, at least once: limit in hundredths of a second, pause in seconds, command
await() {
  trap '[ -z "$k" ] || kill "$k"; exit 143' TERM
  k= limit=$1 pause=$2
  shift 2
  now; end=$((now + limit))
  while :; do
    left=$((end - now))
    [ $left -gt 0 ] || left=1
    r=$((left % 100))
    [ $r -gt 9 ] || r=0$r
    timeout -k 5 $((left / 100)).$r "$@" <"$i" >"$d/o" 2>"$d/e" 3<&- &
    k=$!
    wait $k && exit 0
    k=
    now
    [ "$now" -lt "$end" ] || exit 124
    sleep "$pause"
    now
    [ "$now" -lt "$end" ] || exit 124
  done
}
# whether the regular file at a path has this mode and owner: path, mode, user:group (names or numbers)
has() {
  [ -f "$1" ] && [ ! -L "$1" ] || return 1
  case "$(stat -c '%04a %U:%G %u:%g' "$1") " in
    "$2 $3 "* | "$2 "*" $3 ") return 0 ;;
  esac
  return 1
}
# prepares to replace a file: path; the temporary name beside it in $new
beside() {
  parent=${1%/*}
  parent=${parent:-/}
  [ -d "$parent" ] || (umask 022; mkdir -p "$parent") || return
  new=$parent/.${1##*/}.petaforge-new
}
# $d/c becomes the file: path, mode, user:group
put() {
  f=0
  if has "$@" && cmp -s "$d/c" "$1"; then return 0; fi
  f=1
  beside "$1" || return
  install -m "$2" -o "${3%%:*}" -g "${3#*:}" "$d/c" "$new" && mv -fT "$new" "$1"
}
# asks the client for the file unless it is there: index, path, sha256, size, mode, user:group
upload() {
  f=0
  if [ -f "$2" ] && [ ! -L "$2" ] && [ "$(stat -c %s "$2")" = "$4" ]; then
    sum=$(sha256sum <"$2")
    if [ "${sum%% *}" = "$3" ]; then
      has "$2" "$5" "$6" && return 0
      f=1
      chown "$6" "$2" && chmod "$5" "$2"
      return
    fi
  fi
  f=1
  beside "$2" || return
  junk=$new
  unwatch
  wait "$w" 2>/dev/null
  printf '%s send %s\n' "$n" "$1" >&5
  # Reads no more than its count, so what follows is left to the watcher.
  head -c "$4" <&3 >"$new" || return
  watch
  sum=$(sha256sum <"$new")
  if [ "${sum%% *}" != "$3" ]; then
    echo "what arrived has checksum ${sum%% *} instead of $3" >&2
    return 1
  fi
  chown "$6" "$new" && chmod "$5" "$new" && mv -fT "$new" "$2"
}
exec 5>&1
watch
