# What sets the interfaces up, and what they are; parameters: the interfaces that the plan owns. Only reads.
if [ -d /run/systemd/system ]; then
    systemctl show -p LoadState -p ActiveState -p UnitFileState systemd-networkd.service | sed 's/^/networkd /'
fi
stamp=
[ ! -r /var/lib/petaforge/applied/interfaces ] || read -r stamp </var/lib/petaforge/applied/interfaces
echo "stamp $stamp"
for file in /etc/systemd/network/05-petaforge-*; do
    [ ! -e "$file" ] || echo "own $file"
done
ip -o link show | sed 's/^/link /'
ip -o address show scope global | sed 's/^/address /'
for device; do
    index=
    [ ! -r "/sys/class/net/$device/ifindex" ] || read -r index <"/sys/class/net/$device/ifindex"
    if [ -n "$index" ]; then
        sed -n "s|^NETWORK_FILE=|file $device |p" "/run/systemd/netif/links/$index" 2>/dev/null
        ip route show dev "$device" scope global 2>/dev/null | sed "s/^/route $device /"
    fi
    for file in /etc/network/interfaces /etc/network/interfaces.d/*; do
        if [ -r "$file" ] && grep -q -E "^[[:space:]]*iface[[:space:]]+$device[[:space:]]" "$file"; then
            echo "ifupdown $device $file"
        fi
    done
done
if [ -d /run/NetworkManager ] && command -v nmcli >/dev/null; then
    nmcli -t -f DEVICE,STATE device 2>/dev/null | sed 's/^\([^:]*\):/manager \1 /'
fi
exit 0
