# Writes a file whose bytes are no text. Parameters: path, content in base64. World-readable.
printf '%s' "$2" | base64 -d >"$1.new" && chmod 0644 "$1.new" && mv "$1.new" "$1"
