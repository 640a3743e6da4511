# Prints one line each: Java's release, missing programs, whether the user and its directory are there.
# Parameters: user, home directory, recovery directory.
java=$(command -v java) && java=$(readlink -f "$java")
release=
[ -n "$java" ] && release=$(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "${java%/bin/java}/release" 2>/dev/null)
# Without a release file Java itself must be asked, which costs a start.
[ -n "$java" ] && [ -z "$release" ] && release=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.version = //p')
echo "java $release"
missing=
for program in mkfs.xfs bash tar sha256sum blkid findmnt; do
  command -v "$program" >/dev/null || missing="$missing $program"
done
echo "missing$missing"
id -u "$1" >/dev/null 2>&1 && [ "$(stat -c %U "$2" "$3" 2>/dev/null | sort -u)" = "$1" ] && echo "user ready"
exit 0
