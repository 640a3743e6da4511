# Makes the system user and the directories that belong to it. Parameters: user, home directory, recovery directory.
id -u "$1" >/dev/null 2>&1 ||
  useradd --system --user-group --home-dir "$2" --no-create-home --shell /usr/sbin/nologin "$1" || exit
exec install -d -m 0750 -o "$1" -g "$1" "$2" "$2/tmp" "$3"
