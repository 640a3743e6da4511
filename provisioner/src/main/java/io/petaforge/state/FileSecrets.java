package io.petaforge.state;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Each secret is a 0600 file named after it, written before the secret is handed out for the first time. */
final class FileSecrets implements Secrets {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");

    private final Path directory;
    private final StateLedger ledger;
    private final Map<String, Secret> loaded = new ConcurrentHashMap<>();

    /** @param ledger says which secrets the cluster depends on */
    FileSecrets(Path directory, StateLedger ledger) {
        this.directory = directory;
        this.ledger = ledger;
    }

    /**
     * The name itself.
     *
     * @throws IllegalArgumentException when it might lead anywhere else
     */
    static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a secret: " + name);
        }
        return name;
    }

    @Override
    public Secret get(String name, Supplier<Secret> generator) {
        return loaded.computeIfAbsent(checked(name), key -> load(key, generator));
    }

    private Secret load(String name, Supplier<Secret> generator) {
        Path file = directory.resolve(name);
        try {
            List<String> sums = ledger.secrets().getOrDefault(name, List.of());
            if (Files.exists(file)) {
                Secret kept = new Secret(Files.readString(file, StandardCharsets.UTF_8));
                if (!sums.isEmpty() && !sums.contains(StateFiles.sha256(kept))) {
                    throw lost("PF-STATE-007", "the secret file " + file + " is not what the cluster was built with");
                }
                return kept;
            }
            if (!sums.isEmpty()) {
                throw lost("PF-STATE-006", "the secret file " + file + ", on which the cluster depends, is gone");
            }
            Secret made = generator.get();
            AtomicFiles.write(file, made.reveal().getBytes(StandardCharsets.UTF_8));
            return made;
        } catch (IOException e) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-STATE-002",
                            "the secret file " + file + " cannot be read or written: " + e.getMessage(),
                            "run as the user who built the cluster, and check the disk's free space"),
                    e);
        }
    }

    private static PetaforgeException lost(String code, String what) {
        return new PetaforgeException(
                ExitCode.PREFLIGHT,
                Problem.of(
                        code,
                        what,
                        "put it back, or take the state that the cluster keeps: petaforge adopt INVENTORY"));
    }
}
