# Whether the master is alive and lists a worker that is alive on each of these hosts.
# Parameters: the master's address, its web port, addresses of the workers.
{ exec 3<>"/dev/tcp/$1/$2"; } 2>/dev/null || exit 1
printf 'GET /json/ HTTP/1.0\r\nHost: %s:%s\r\n\r\n' "$1" "$2" >&3
shift 2
answer=$(tr -d ' ",\r' <&3)
printf '%s\n' "$answer" | grep -qxF status:ALIVE || { echo "the master is not alive yet" >&2; exit 1; }
alive=$(printf '%s\n' "$answer" | awk -F: '$1 == "host" { host = $2 } $1 == "state" && $2 == "ALIVE" { print host }')
for worker; do
  printf '%s\n' "$alive" | grep -qxF "$worker" || { echo "no worker on $worker yet" >&2; exit 1; }
done
