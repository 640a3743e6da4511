package io.petaforge.custody;

import io.petaforge.api.Secret;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import java.time.Duration;

/** The lock's file on one host: taken, asked and removed in one step each, however many ask at once. */
final class LockFile {
    static final String PATH = "/var/lib/petaforge/lock";

    /** Each of these is a few system calls; the host may be busy. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    /**
     * Whatever it does, it ends with printing who holds the lock now. {@code $2} is the token of a holder that may be
     * replaced or removed; an empty lock may always be taken.
     */
    private static final String SCRIPT =
            """
            set -e
            umask 077
            d=${3%/*}
            [ -d "$d" ] || mkdir -p -m 0755 "$d"
            exec 9>"$3.guard"
            flock -w 10 9
            held=
            [ ! -s "$3" ] || { held=$(sed -n 's/^token //p' "$3"); held=${held:-?}; }
            case $1 in
            take) if [ -z "$held" ] || [ "$held" = "$2" ]; then cat >"$3.new"; mv -f "$3.new" "$3"; fi ;;
            remove) if [ "$held" = "$2" ]; then rm -f "$3"; fi ;;
            esac
            [ ! -f "$3" ] || cat "$3"
            """;

    private LockFile() {}

    /** Takes it if nobody holds it, or only the holder with that token does. */
    static Operation take(LockHolder self, String replaced) {
        return new Operation.Exec(
                Command.script(SCRIPT, "take", replaced, PATH).withStdin(new Secret(self.text())), LIMIT);
    }

    /** Removes it if the holder with that token has it. */
    static Operation remove(String token) {
        return new Operation.Exec(Command.script(SCRIPT, "remove", token, PATH), LIMIT);
    }

    /** Who holds it; changes nothing. */
    static Command show() {
        return Command.script("[ ! -f \"$1\" ] || cat \"$1\"", PATH);
    }
}
