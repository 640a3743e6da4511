# Unpacks an uploaded distribution, whose checksum was compared during the upload. Parameters: archive, directory.
new="${2%/*}/.new-${2##*/}"
rm -rf "$new" "$2" && mkdir -p "$new" && tar -x -f "$1" -C "$new" --no-same-owner && chmod 0755 "$new" && mv "$new" "$2" &&
  rm -f "$1"
