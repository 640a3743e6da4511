# Has systemd-networkd take its files over; parameters: checksum to remember, interfaces to make anew, a dash, then
# interface and address (or "none") by turns, which must be there in the end, and no others.
stamp=$1
shift
while [ "$1" != - ]; do
    ip link delete dev "$1" 2>/dev/null
    shift
done
shift
# Not "enable", which would also have each boot wait until some interface of networkd's is online.
[ -e /etc/systemd/system/multi-user.target.wants/systemd-networkd.service ] ||
    systemctl add-wants --quiet multi-user.target systemd-networkd.service || exit
systemctl reset-failed systemd-networkd.service 2>/dev/null
# Networkd leaves addresses that it finds at its start, even if no file has them any more. Before, because others of the
# same prefix may go with them; it brings those back.
wanted=$(printf '%s %s\n' "$@")
ip -o address show scope global | while read -r _ device _ address _; do
    case "
$wanted
" in
        *"
$device $address
"*) ;;
        *"
$device "*) ip address delete "$address" dev "$device" 2>/dev/null ;;
    esac
done
systemctl restart systemd-networkd.service || exit
missing() {
    links=$(ip -o link show) addresses=$(ip -o address show scope global)
    while [ $# -gt 1 ]; do
        # An interface without carrier gets its addresses when it has one: what it is cabled to may come later.
        case $links in
            *": $1"[:@]*) ;;
            *) echo "there is no interface $1" ;;
        esac
        if [ "$2" != none ] &&
            printf '%s\n' "$links" | grep -q -E "^[0-9]+: $1[:@].*[<,]LOWER_UP[,>]" &&
            ! printf '%s\n' "$addresses" | grep -q -E "^[0-9]+: $1 .*inet6? $2 "; then
            echo "$1 does not have $2"
        fi
        shift 2
    done
}
tries=0
while said=$(missing "$@"); [ -n "$said" ]; do
    tries=$((tries + 1))
    if [ $tries -gt 150 ]; then
        printf '%s\n' "$said" >&2
        journalctl --no-pager -o cat -n 15 -u systemd-networkd.service >&2
        exit 1
    fi
    sleep 0.1
done
mkdir -p /var/lib/petaforge/applied
printf '%s\n' "$stamp" >/var/lib/petaforge/applied/.new-interfaces
mv -f /var/lib/petaforge/applied/.new-interfaces /var/lib/petaforge/applied/interfaces
