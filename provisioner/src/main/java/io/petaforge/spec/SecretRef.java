package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** Where a secret is kept. The inventory holds only this, so that it can be shown and committed. */
public sealed interface SecretRef {
    /** An environment variable, written {@code env:NAME}. */
    record Env(String variable) implements SecretRef {
        public Env {
            requireNonNull(variable, "variable");
        }

        @Override
        public String toString() {
            return "env:" + variable;
        }
    }

    /** A file that holds nothing else, written {@code file:path}; relative to the inventory's directory. */
    record File(Path path) implements SecretRef {
        public File {
            requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return "file:" + path;
        }
    }
}
