# Makes a running FRR take /etc/frr/frr.conf over; parameter: the checksum to remember. An FRR without a router has
# nothing that could be in the way, so it reads the file in 0.06 s; else the difference is worked out, which takes 0.8 s.
set -eu
if vtysh -c 'show running-config' | grep -q '^router bgp'; then
    systemctl reload frr.service
else
    vtysh -b
fi
mkdir -p /var/lib/petaforge/applied
printf '%s\n' "$1" >/var/lib/petaforge/applied/.new-frr.service
mv -f /var/lib/petaforge/applied/.new-frr.service /var/lib/petaforge/applied/frr.service
