# Installs the packages named as parameters from the sources that the host has.
export DEBIAN_FRONTEND=noninteractive
apt-get -q update || exit
exec apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 install "$@"
