package io.petaforge.spec;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;

/**
 * Fetches the secrets that an inventory refers to. A thing of its own, because reading an inventory must work where its
 * secrets are not, as when a cluster is destroyed.
 */
public final class SecretResolver {
    private final Map<String, String> environment;

    /** Looks variables up in the given environment, which is that of the process but for tests. */
    public SecretResolver(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The secret.
     *
     * @param path the YAML path of the reference, for the problem
     * @throws PetaforgeException with {@link ExitCode#BAD_INPUT} when the reference leads to nothing, or to a file that
     *     everybody may read
     */
    public Secret resolve(SecretRef reference, String path) {
        if (reference instanceof SecretRef.File file) {
            return fromFile(file.path(), path);
        }
        if (reference instanceof SecretRef.Env env) {
            String value = environment.get(env.variable());
            if (value != null && !value.isBlank()) {
                return new Secret(value.strip());
            }
            throw absent(
                    path,
                    "the environment variable " + env.variable() + " is not set",
                    "Set it; through sudo it passes only with 'sudo --preserve-env=" + env.variable() + "'.");
        }
        throw new IllegalArgumentException("a kind of reference without a source: " + reference);
    }

    private static Secret fromFile(Path file, String path) {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
                throw absent(
                        path,
                        "everybody on this machine can read the secret in " + file,
                        "Run 'chmod 600' on it; and change the secret if others use this machine.");
            }
            String value = Files.readString(file).strip();
            if (value.isEmpty()) {
                throw absent(path, "the file " + file + " is empty", "Write the secret into it.");
            }
            return new Secret(value);
        } catch (IOException e) {
            // Not its message: that of a decoding error could quote the file.
            throw absent(
                    path,
                    "the file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")",
                    "Check that it exists, is text, and may be read by this user.");
        }
    }

    private static PetaforgeException absent(String path, String what, String fix) {
        return new PetaforgeException(
                ExitCode.BAD_INPUT, Problem.at(InventoryCode.SECRET_ABSENT.text(), path, what, fix));
    }
}
