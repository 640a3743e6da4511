# What FRR and the kernel are set to; parameters: paths below /proc/sys.
[ ! -x /usr/lib/frr/frrinit.sh ] || echo installed
grep -s -x -e bgpd=yes -e bfdd=yes /etc/frr/daemons
echo
for key; do
    value=
    [ ! -r "/proc/sys/$key" ] || read -r value <"/proc/sys/$key"
    echo "$key $value"
done
