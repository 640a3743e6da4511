# What FRR and the kernel are set to; parameters: paths below /proc/sys.
[ ! -x /usr/lib/frr/frrinit.sh ] || echo installed
grep -s -x -e bgpd=yes -e bfdd=yes /etc/frr/daemons
echo
# Read at one go: a shell reads byte by byte, and the kernel gives a number's first digit only that way.
cd /proc/sys && grep -s -H '' "$@"
true
