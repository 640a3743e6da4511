# Compares routes with the plan, then asks every destination that has the right ones for an answer.
# Parameters: own loopback, bytes a packet may have, whether to ask (no, yes, or anew: forget first what sizes of packets
# paths were found to carry, since the kernel believes that for ten minutes after a fault was mended), then for each
# destination its name, its address and the ports that lead to it, joined by commas.
# Prints a line for each that is not as planned, and then exits 1.
source=$1 mtu=$2 ask=$3
shift 3
routes=$(
    {
        printf '%s %s %s\n' "$@"
        echo
        ip -4 -o route show
    } | awk '
        BEGIN { planning = 1 }
        NF == 0 { planning = 0; next }
        planning { order[++count] = $2; name[$2] = $1; ports[$2] = $3; next }
        $1 in ports {
            last = 0
            for (i = 2; i <= NF; i++) {
                if ($i == "dev") { found[$1, ++hops[$1]] = $(++i); last = hops[$1] }
                else if (($i == "dead" || $i == "linkdown") && last) { hops[$1]--; last = 0 }
            }
        }
        END {
            for (n = 1; n <= count; n++) {
                address = order[n]
                text = ""
                wanted = split(ports[address], list, ",")
                split("", seen)
                for (i = 1; i <= hops[address]; i++) {
                    seen[found[address, i]] = 1
                    text = text (i > 1 ? "," : "") found[address, i]
                }
                missing = 0
                for (i = 1; i <= wanted; i++) if (!(list[i] in seen)) missing = 1
                if (missing || hops[address] != wanted)
                    print "route", name[address], address, ports[address], (text == "" ? "none" : text)
                else
                    print "ask", name[address], address
            }
        }'
)
wrong=$(printf '%s\n' "$routes" | grep '^route ')
asked=$(printf '%s\n' "$routes" | grep '^ask ')
if [ "$ask" != no ] && [ -n "$asked" ]; then
    [ "$ask" = yes ] || ip -4 route flush cache
    answers=$(
        count=0
        printf '%s\n' "$asked" | while read -r kind name address; do
            {
                ping -n -q -c 1 -W 1 -M do -s $((mtu - 28)) "$address" >/dev/null 2>&1 </dev/null ||
                    echo "answer $name $address $mtu none"
            } &
            count=$((count + 1))
            [ $((count % 64)) -ne 0 ] || wait
        done
        wait
    )
    set -- $asked
    case " $(ip -4 -o route get "$3") " in
        *" src $source "*) ;;
        *) answers="source $2 $3 $source $(ip -4 -o route get "$3" | sed -n 's/.* src \([^ ]*\).*/\1/p')
$answers" ;;
    esac
    wrong=$(printf '%s\n%s\n' "$wrong" "$answers" | grep .)
fi
[ -n "$wrong" ] || exit 0
printf '%s\n' "$wrong"
printf '%s\n' "$wrong" >&2
exit 1
