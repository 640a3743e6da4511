# Whether the master lists the very process that runs as this host's worker now as alive.
# Parameters: the master's address, its web port, the worker's address, its web port.
ask() {
  { exec 3<>"/dev/tcp/$1/$2"; } 2>/dev/null || { echo "nobody listens at $1 port $2" >&2; exit 1; }
  printf 'GET /json/ HTTP/1.0\r\nHost: %s:%s\r\n\r\n' "$1" "$2" >&3
  tr -d ' ",\r' <&3
}
answer=$(ask "$3" "$4") || exit
id=$(printf '%s\n' "$answer" | awk -F: '$1 == "id" && $2 ~ /^worker-/ { print $2; exit }')
[ -n "$id" ] || { echo "the worker does not say who it is" >&2; exit 1; }
answer=$(ask "$1" "$2") || exit
printf '%s\n' "$answer" | awk -F: '$1 == "id" { id = $2 } $1 == "state" && $2 == "ALIVE" { print id }' | grep -qxF "$id" ||
  { echo "the master at $1 does not know $id yet" >&2; exit 1; }
