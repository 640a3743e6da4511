# Prints the checksum of the list of checksums of an unpacked distribution, and whether this host hands it out.
# Parameters: its directory, the name of the socket unit. The directory appears by rename, after its files were verified.
if [ -f "$1/SHA256SUMS" ]; then
  sum=$(sha256sum <"$1/SHA256SUMS")
  echo "sums ${sum%% *}"
fi
[ -e "/etc/systemd/system/$2" ] && echo serving
exit 0
