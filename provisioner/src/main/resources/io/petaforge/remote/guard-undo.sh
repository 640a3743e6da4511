# Undoes a guarded change unless that is done or it was confirmed: why, token. Beside this file is what guard.sh says.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin LC_ALL=C.UTF-8
export PATH LC_ALL
umask 077
cd "${0%/*}" || exit 0
[ "$(cat token)" = "$2" ] || exit 0
state=$PWD name=${PWD##*/}
base=${PWD%/commit/*}
unit=petaforge-undo-$name.service
forget_boot() {
  rm -f "/etc/systemd/system/sysinit.target.wants/$unit" "/etc/systemd/system/$unit"
}
# Renaming decides against a confirmation that comes at the same moment. After a crash the boot goes on with it.
if ! mv -T waiting undoing 2>/dev/null; then
  if [ "$1" != rebooted ] && [ "$1" != "asked for" ]; then exit 0; fi
  if [ ! -e undoing ]; then
    forget_boot
    rm -rf "$state"
    exit 0
  fi
fi
mkdir -p rejected
count=0
while IFS= read -r path; do
  count=$((count + 1))
  if [ ! -e rejected/done ] && { [ -e "$path" ] || [ -L "$path" ]; }; then cp -a "$path" "rejected/$count"; fi
done <paths
: >rejected/done
count=0
while IFS= read -r path; do
  count=$((count + 1))
  if [ -e "old/$count" ] || [ -L "old/$count" ]; then
    new=${path%/*}/.${path##*/}.petaforge-new
    mkdir -p "${path%/*}" && cp -a "old/$count" "$new" && mv -fT "$new" "$path"
  else
    rm -f "$path"
  fi
done <paths
taken=
if [ "$1" != rebooted ]; then
  # Before the network is up at boot nothing runs yet that would have to be told.
  for try in 1 2 3; do
    timeout -k 2 60 sh ./undone >>said 2>&1
    taken=$?
    [ $taken -ne 0 ] || break
    sleep "$try"
  done
fi
kept=$base/undone/$name.$2
{
  echo "The host has undone it: $1."
  if [ "${taken:-0}" -ne 0 ]; then echo "Making it take over what it had before failed too, with exit status $taken."; fi
  echo "Kept on the host in $kept: old/ (in force again), rejected/ (what was undone), paths (their names), said."
  tail -n 12 said 2>/dev/null
} >outcome
mkdir -p "$base/undone"
forget_boot
mv -T "$state" "$kept"
sync -f "$kept"
# The last few are enough to look at.
cd "$base/undone" && ls -1dt "$name".* | tail -n +6 | while IFS= read -r old; do rm -rf "$old"; done
