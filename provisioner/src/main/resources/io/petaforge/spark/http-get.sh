# Prints the answer to a GET request, headers included, with nothing but bash. Parameters: address, port, path.
{ exec 3<>"/dev/tcp/$1/$2"; } 2>/dev/null || exit 7
printf 'GET %s HTTP/1.0\r\nHost: %s:%s\r\n\r\n' "$3" "$1" "$2" >&3
cat <&3
