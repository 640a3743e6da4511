# Compares the routes from BGP with the plan, and, once they are right, asks for answers to packets of full size.
# Parameters: own address, bytes a packet may have (0: as many as the port has that it leaves by), whether paths' sizes are forgotten first (anew: the kernel believes for
# ten minutes what it found them to carry; else as-is), then words of four kinds:
#   route PORTS SUMS      ports joined by commas, and the sums of the prefixes behind them as the Java record Sums has them
#   ignore PREFIX -       a prefix that is not compared
#   near PORT ADDRESS     asked through exactly this port (- for any)
#   far NAME ADDRESS      asked over whichever way the routes give; the first one also shows which address is sent from
# Prints a line for each that is not as planned, and then exits 1.
source=$1 mtu=$2 anew=$3
shift 3
wrong=$(
    {
        [ $# -eq 0 ] || printf '%s %s %s\n' "$@"
        echo
        ip -4 -o route show proto bgp
    } | awk '
        BEGIN { planning = 1 }
        NF == 0 { planning = 0; next }
        planning {
            if ($1 == "route") wanted[$2] = $3
            else if ($1 == "ignore") ignored[$2] = 1
            next
        }
        {
            prefix = $1 ~ /\// ? $1 : $1 "/32"
            if (prefix in ignored) next
            hops = 0
            for (i = 2; i <= NF; i++) {
                if ($i == "dev") { port[++hops] = $(++i); last = hops }
                else if (($i == "dead" || $i == "linkdown") && last) { hops--; last = 0 }
            }
            # Sorted by insertion: there are few.
            for (i = 2; i <= hops; i++)
                for (j = i; j > 1 && port[j] < port[j - 1]; j--) { t = port[j]; port[j] = port[j - 1]; port[j - 1] = t }
            ports = hops ? port[1] : "none"
            for (i = 2; i <= hops; i++) ports = ports "," port[i]
            split(prefix, part, "/")
            split(part[1], byte, ".")
            value = ((byte[1] * 256 + byte[2]) * 256 + byte[3]) * 256 + byte[4]
            count[ports]++
            values[ports] += value
            squares[ports] += (value % 65521) * (value % 65521)
            lengths[ports] += part[2]
        }
        END {
            for (ports in wanted)
                if (!(ports in count)) print "route", ports, wanted[ports] + 0, 0
            for (ports in count) {
                sums = sprintf("%.0f:%.0f:%.0f:%.0f", count[ports], values[ports], squares[ports], lengths[ports])
                if (sums != wanted[ports]) print "route", ports, wanted[ports] + 0, count[ports]
            }
        }' | sort
)
if [ -z "$wrong" ]; then
    [ "$anew" != anew ] || ip -4 route flush cache
    wrong=$(
        count=0 first=
        while [ $# -gt 2 ]; do
            kind=$1 name=$2 address=$3
            shift 3
            case $kind in
                near) [ "$name" = - ] && through= || through="-I $name" ;;
                far)
                    through=
                    if [ -z "$first" ]; then
                        first=$address
                        from=$(ip -o route get "$address" | sed -n 's/.* src \([^ ]*\).*/\1/p')
                        [ "$from" = "$source" ] || echo "source $name $source ${from:-none}"
                    fi
                    ;;
                *) continue ;;
            esac
            case $address in *:*) head=48 ;; *) head=28 ;; esac
            size=$mtu
            if [ "$size" -eq 0 ]; then
                port=$(ip -o route get "$address" | sed -n 's/.* dev \([^ ]*\).*/\1/p')
                read -r size <"/sys/class/net/$port/mtu" || size=1280
            fi
            {
                # shellcheck disable=SC2086
                ping -n -q -c 1 -W 1 -M do -s $((size - head)) $through "$address" >/dev/null 2>&1 </dev/null ||
                    echo "$kind $name $address $size"
            } &
            count=$((count + 1))
            [ $((count % 64)) -ne 0 ] || wait
        done
        wait
    )
fi
[ -n "$wrong" ] || exit 0
printf '%s\n' "$wrong"
printf '%s\n' "$wrong" | sed \
    -e 's/^route \(.*\) \(.*\) \(.*\)$/routes over \1: \2 planned, \3 found, or not the same ones/' \
    -e 's/^near - \(.*\) \(.*\)$/the gateway \1 does not answer packets of \2 bytes/' \
    -e 's/^near \(.*\) \(.*\) \(.*\)$/\2 does not answer packets of \3 bytes through \1/' \
    -e 's/^far \(.*\) \(.*\) \(.*\)$/\1 (\2) does not answer packets of \3 bytes/' \
    -e 's/^source .* \(.*\) \(.*\)$/packets are sent from \2 instead of \1/' >&2
echo 'petaforge network verify INVENTORY compares the whole fabric and names the cause.' >&2
exit 1
