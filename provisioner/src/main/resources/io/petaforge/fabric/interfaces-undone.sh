# Has the host take the old interface files over again; parameters: what networkd was (active or not) and whether boots
# start it (enabled or not), interfaces to remove, a dash, then by turns "drop", interface and address, "address", interface and address, "route",
# interface and route, or "mtu", interface and bytes. All but the first are what was set up by others than networkd.
was=$1 boots=$2
shift 2
while [ "$1" != - ]; do
    ip link delete dev "$1" 2>/dev/null
    shift
done
shift
[ "$boots" = enabled ] || rm -f /etc/systemd/system/multi-user.target.wants/systemd-networkd.service
# Networkd does not take away what it finds at its start.
while [ "${1:-}" = drop ]; do
    ip address delete "$3" dev "$2" 2>/dev/null
    shift 3
done
if [ "$was" = active ]; then
    systemctl restart systemd-networkd.service
    exit
fi
systemctl stop systemd-networkd.socket systemd-networkd.service
status=0
while [ $# -gt 2 ]; do
    ip link set dev "$2" up
    case $1 in
        address) ip address replace "$3" dev "$2" || status=1 ;;
        # shellcheck disable=SC2086 # the words of a route
        route) ip route replace $3 dev "$2" || status=1 ;;
        mtu) ip link set dev "$2" mtu "$3" || status=1 ;;
    esac
    shift 3
done
exit $status
