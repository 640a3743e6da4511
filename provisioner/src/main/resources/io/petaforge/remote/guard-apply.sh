# Carries a guarded change out, apart from the connection that asked for it: token, seconds for it, seconds that it must
# stand before it may be confirmed, directory of the program. Beside this file is what guard.sh says.
cd "${0%/*}" || exit
trap 'rm -rf "$4"' EXIT
mkfifo "$4/hold" || exit
# The program takes the end of its input for the end of the connection, so it gets one that does not end.
timeout -k 2 "$2" sh "$4/apply" 0<>"$4/hold" >said 2>&1
status=$?
if [ $status -ne 0 ]; then
  rm -rf "$4"
  exec sh ./undo "failed with exit status $status" "$1"
fi
sleep "$3"
: >applied
