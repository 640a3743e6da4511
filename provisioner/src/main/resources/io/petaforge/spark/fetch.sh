# Fetches a distribution from another host and verifies every file of it before it gets its name.
# Parameters: address, port, directory, checksum of its SHA256SUMS.
set -o pipefail
new="${3%/*}/.new-${3##*/}"
rm -rf "$new" "$3"
mkdir -p "$new" || exit
# The other host opens its port in the same round: it may not listen yet.
for try in {1..200}; do
  { exec 3<>"/dev/tcp/$1/$2"; } 2>/dev/null && break
  [ "$try" = 200 ] && { echo "nobody listens at $1 port $2" >&2; exit 1; }
  sleep 0.1
done
tar -x -f - -C "$new" --no-same-owner <&3 || exit
exec 3>&-
sum=$(sha256sum <"$new/SHA256SUMS")
[ "${sum%% *}" = "$4" ] || { echo "the list of checksums from $1 is not the planned one" >&2; exit 1; }
cd "$new" || exit
if command -v openssl >/dev/null; then
  # Five times as fast as sha256sum where the processor has instructions for it. "*" marks binary files.
  cut -c 67- SHA256SUMS | tr '\n' '\0' | xargs -0 openssl dgst -sha256 -r | sed 's/ \*/  /' | cmp -s - SHA256SUMS
else
  sha256sum --quiet -c SHA256SUMS
fi || { echo "the files from $1 are not what the list of checksums says" >&2; exit 1; }
chmod 0755 "$new" && mv "$new" "$3"
