package io.petaforge.remote;

import io.petaforge.api.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Operations and what they said, as people may see them: every secret is masked here and nowhere else. */
public final class Rendering {
    /** A shorter secret would mask half of every text, and protects nothing. */
    private static final int SHORTEST_MASKED = 4;

    private Rendering() {}

    /** The operation as one line, such as {@code TOKEN=<secret> ceph -i - < <secret>}. */
    public static String operation(Operation operation) {
        Line line = new Line();
        operation.accept(line);
        return line.text;
    }

    /** A command as one line; of a shell program, its first line. */
    public static String command(Command command) {
        StringBuilder text = new StringBuilder();
        command.environment()
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append(' '));
        List<String> shown = new ArrayList<>();
        for (String word : command.argv()) {
            List<String> lines = word.lines().toList();
            shown.add(lines.size() > 1 ? lines.get(0) + " ... (" + lines.size() + " lines)" : word);
        }
        text.append(Quote.words(shown));
        command.stdin().ifPresent(input -> text.append(" < ").append(input));
        return text.toString();
    }

    /** What an operation said, without the secrets that it was given. */
    public static String masked(Operation operation, String said) {
        Secrets secrets = new Secrets();
        operation.accept(secrets);
        String text = said;
        for (Secret secret : secrets.found) {
            String value = secret.reveal().strip();
            if (value.length() >= SHORTEST_MASKED) {
                text = text.replace(value, secret.toString());
            }
        }
        return text;
    }

    private static final class Line implements Operation.Visitor {
        private String text = "";

        @Override
        public void writeFile(Operation.WriteFile file) {
            text = "write " + file.path() + " (" + file.mode() + " " + file.owner() + ")";
        }

        @Override
        public void exec(Operation.Exec exec) {
            text = command(exec.command());
        }

        @Override
        public void await(Operation.Await await) {
            text = "await " + command(await.command());
        }

        @Override
        public void upload(Operation.Upload upload) {
            text = "upload " + upload.path() + " (" + upload.mode() + " " + upload.owner() + ")";
        }

        @Override
        public void guarded(Operation.Guarded guarded) {
            text = guarded.changes().stream()
                    .map(Rendering::operation)
                    .collect(Collectors.joining(
                            "; ",
                            "undone unless confirmed within " + guarded.window().toSeconds() + " s: ",
                            ""));
        }
    }

    private static final class Secrets implements Operation.Visitor {
        private final List<Secret> found = new ArrayList<>();

        @Override
        public void writeFile(Operation.WriteFile file) {
            found.add(file.content());
        }

        @Override
        public void exec(Operation.Exec exec) {
            add(exec.command());
        }

        @Override
        public void await(Operation.Await await) {
            add(await.command());
        }

        @Override
        public void upload(Operation.Upload upload) {}

        @Override
        public void guarded(Operation.Guarded guarded) {
            guarded.changes().forEach(change -> change.accept(this));
        }

        private void add(Command command) {
            command.stdin().ifPresent(found::add);
            found.addAll(command.environment().values());
        }
    }
}
