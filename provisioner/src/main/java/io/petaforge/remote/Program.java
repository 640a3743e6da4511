package io.petaforge.remote;

import io.petaforge.api.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A bundle as a shell program for the input of {@code sh -s}. All of it is one compound command, so that the shell runs
 * nothing before it has read everything: a connection lost while it is sent leaves the host as it was.
 */
final class Program {
    /** How long a probe may take; they are meant to take milliseconds. */
    static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

    /** Probes that run at the same time: enough for any host's steps, few enough for a small machine. */
    private static final int PROBES_AT_ONCE = 32;

    /** Kept of the beginning and of the end of each output, bytes. */
    static final int KEPT = 1 << 20;

    private static final String PRELUDE = constant("bundle.sh").replace("@LIMIT@", String.valueOf(KEPT));

    /**
     * What differs where nobody listens: the first failure ends the program with its status and what it said, and success
     * says nothing.
     */
    private static final String DETACHED =
            """
            result() {
            [ "$2" -eq 0 ] && return
            cat "$d/o" "$d/e"
            unwatch
            exit "$2"
            }
            bye() {
            unwatch
            exit 0
            }
            """;

    private final StringBuilder text = new StringBuilder(PRELUDE.length() + 4096);

    private Program() {}

    /** The program that carries out the bundle and marks its answers with the nonce. */
    static String of(Bundle bundle, String nonce) {
        Program program = new Program();
        program.line("{ n=" + Quote.word(nonce));
        program.line(PRELUDE);
        if (bundle.operations().stream().anyMatch(Operation.Guarded.class::isInstance)) {
            program.line(constant("guard.sh"));
        }
        for (int i = 0; i < bundle.operations().size(); i++) {
            bundle.operations().get(i).accept(program.new OperationText(i));
        }
        if (!bundle.probes().isEmpty()) {
            program.probes(bundle.probes());
        }
        program.line("bye");
        program.line("}");
        return program.text.toString();
    }

    /** The program that carries operations out where nobody listens. */
    private static String detached(List<Operation> operations) {
        Program program = new Program();
        program.line("{ n=");
        program.line(PRELUDE);
        program.line(DETACHED);
        for (int i = 0; i < operations.size(); i++) {
            operations.get(i).accept(program.new OperationText(i));
        }
        program.line("bye");
        program.line("}");
        return program.text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /** Puts text into a file of the host's temporary directory without a process, if the shell can hold it. */
    private void content(Secret secret, String file) {
        String value = secret.reveal();
        if (value.indexOf('\0') < 0) {
            line("printf %s " + Quote.word(value) + " >\"$d/" + file + "\" || exit 1");
        } else {
            line("base64 -d >\"$d/" + file + "\" <<'EOF' || exit 1");
            line(Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(value.getBytes(StandardCharsets.UTF_8)));
            line("EOF");
        }
    }

    private void environment(Map<String, Secret> environment) {
        text.append("umask 022; ");
        environment.forEach((name, value) -> {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new IllegalArgumentException("not the name of a variable: " + name);
            }
            text.append("export ")
                    .append(name)
                    .append('=')
                    .append(Quote.word(value.reveal()))
                    .append("; ");
        });
    }

    private void limited(Command command, Duration limit, Duration grace) {
        text.append("exec timeout -k ")
                .append(seconds(grace))
                .append(' ')
                .append(seconds(limit))
                .append(' ');
        text.append(Quote.words(command.argv()));
    }

    private void probes(List<Command> probes) {
        line("now; t=$now");
        StringBuilder files = new StringBuilder();
        for (int first = 0; first < probes.size(); first += PROBES_AT_ONCE) {
            int end = Math.min(first + PROBES_AT_ONCE, probes.size());
            for (int i = first; i < end; i++) {
                Command probe = probes.get(i);
                String input = "/dev/null";
                if (probe.stdin().isPresent()) {
                    content(probe.stdin().get(), "i" + i);
                    input = "\"$d/i" + i + '"';
                }
                text.append("{ ");
                environment(probe.environment());
                limited(probe, PROBE_TIMEOUT, Duration.ofSeconds(2));
                line("; } <" + input + " >\"$d/o" + i + "\" 2>\"$d/e" + i + "\" 3<&- 5>&- & p" + i
                        + "=$!; c=\"$c $!\"");
                files.append(" \"$d/o").append(i).append("\" \"$d/e").append(i).append('"');
            }
            for (int i = first; i < end; i++) {
                line("wait $p" + i + "; s" + i + "=$?");
            }
            line("c=");
        }
        line("now; t=$((now - t))");
        line("stat -c %s" + files + " >\"$d/sizes\"");
        line("exec 4<\"$d/sizes\"");
        for (int i = 0; i < probes.size(); i++) {
            line("read -r a <&4; read -r b <&4; cap \"$d/o" + i + "\" $a; a=$size; cap \"$d/e" + i
                    + "\" $b; printf '%s probe " + i + " %s %s %s %s\\n' $n $s" + i + " $t $a $size");
        }
        line("printf '%s data\\n' $n");
        line("cat" + files);
    }

    /** Seconds as timeout and sleep take them. */
    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%d.%03d", duration.toSeconds(), duration.toMillisPart());
    }

    /** A constant program of this package, without its comments. */
    static String constant(String resource) {
        try (InputStream in = Program.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the jar");
            }
            StringBuilder kept = new StringBuilder();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("# "))
                    .forEach(line -> kept.append(line).append('\n'));
            return kept.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of the operation with an index. */
    private final class OperationText implements Operation.Visitor {
        private final int index;

        OperationText(int index) {
            this.index = index;
        }

        @Override
        public void writeFile(Operation.WriteFile file) {
            absolute(file.path());
            line("start");
            content(file.content(), "c");
            line("put " + Quote.words(List.of(file.path(), file.mode(), file.owner()))
                    + " >\"$d/o\" 2>\"$d/e\"; result " + index + " $?");
        }

        @Override
        public void exec(Operation.Exec exec) {
            line("start");
            input(exec.command());
            text.append("{ ");
            environment(exec.command().environment());
            limited(exec.command(), exec.timeout(), Duration.ofSeconds(5));
            line("; } <\"$i\" >\"$d/o\" 2>\"$d/e\" 3<&- 5>&- &");
            line("finish " + index);
        }

        @Override
        public void await(Operation.Await await) {
            line("start");
            input(await.command());
            text.append("{ ");
            environment(await.command().environment());
            text.append("await ").append(await.timeout().toMillis() / 10);
            text.append(' ').append(seconds(await.interval())).append(' ');
            line(Quote.words(await.command().argv()) + "; } 5>&- &");
            line("finish " + index);
        }

        @Override
        public void upload(Operation.Upload upload) {
            absolute(upload.path());
            long size;
            try {
                size = Files.size(upload.source());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            line("start");
            line("upload "
                    + Quote.words(List.of(
                            String.valueOf(index),
                            upload.path(),
                            upload.sha256(),
                            String.valueOf(size),
                            upload.mode(),
                            upload.owner()))
                    + " >\"$d/o\" 2>\"$d/e\"; result " + index + " $?; junk=");
        }

        @Override
        public void guarded(Operation.Guarded guarded) {
            line("start");
            content(new Secret(detached(guarded.changes())), "apply");
            content(new Secret("exec " + Quote.words(guarded.undone().argv()) + "\n"), "undone");
            content(new Secret(constant("guard-apply.sh")), "guard-apply");
            content(new Secret(constant("guard-undo.sh")), "guard-undo");
            List<String> words = new ArrayList<>(List.of(
                    guarded.name(), seconds(guarded.limit()), seconds(guarded.settle()), seconds(guarded.window())));
            words.addAll(guarded.paths());
            line("guard " + Quote.words(words) + " >\"$d/o\" 2>\"$d/e\" 3<&- 5>&- &");
            line("finish " + index);
        }

        private void input(Command command) {
            command.stdin().ifPresent(secret -> {
                content(secret, "i");
                line("i=$d/i");
            });
        }

        private static void absolute(String path) {
            if (!path.startsWith("/") || path.endsWith("/")) {
                throw new IllegalArgumentException("not the absolute path of a file: " + path);
            }
        }
    }
}
