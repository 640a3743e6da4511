# Has FRR and the kernel take over what was before; parameters: what FRR was (active or not) and whether boots start it
# (enabled or not), then by turns paths below /proc/sys and their values.
was=$1 boots=$2
shift 2
while [ $# -gt 1 ]; do
    [ ! -w "/proc/sys/$1" ] || echo "$2" >"/proc/sys/$1"
    shift 2
done
[ "$boots" = enabled ] || systemctl disable --quiet frr.service
if [ "$was" = active ]; then
    systemctl restart frr.service
else
    systemctl stop frr.service
fi
