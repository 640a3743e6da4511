# Whether a server answers a path with status 200. Parameters: address, port, path.
{ exec 3<>"/dev/tcp/$1/$2"; } 2>/dev/null || { echo "nobody listens at $1 port $2" >&2; exit 1; }
printf 'GET %s HTTP/1.0\r\nHost: %s:%s\r\n\r\n' "$3" "$1" "$2" >&3
read -r version status rest <&3
[ "$status" = 200 ] || { echo "HTTP status $status" >&2; exit 1; }
