package io.petaforge.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Brings a cluster's state directory back from the copy that the cluster keeps. What is here and differs is moved aside,
 * never deleted; what is here, whole, and newer than the copy stays.
 */
public final class StateRestore {
    private static final String ASIDE = "aside";

    /** Four fields a line. */
    private static final String FIXED = "fixed-machines";

    private final StateDir state;

    public StateRestore(StateDir state) {
        this.state = requireNonNull(state, "state");
    }

    /**
     * What came of it.
     *
     * @param restored files that were taken from the copy
     * @param aside files that were here and are kept in {@code directory} now
     * @param directory empty when nothing was moved
     */
    public record Result(List<String> restored, List<String> aside, Optional<Path> directory) {
        public Result {
            restored = List.copyOf(restored);
            aside = List.copyOf(aside);
            requireNonNull(directory, "directory");
        }
    }

    /**
     * What is wrong with what is here, a line for each file; empty when nothing is, or when nothing is here at all. Looks at
     * the files alone.
     */
    public List<String> damage() {
        List<String> damage = new ArrayList<>();
        StateLedger ledger = StateLedger.NONE;
        try {
            ledger = StateLedger.read(state).orElse(StateLedger.NONE);
        } catch (PetaforgeException damaged) {
            damage.add(StateLedger.FILE + " is damaged");
        }
        if (!state.exists()) {
            return damage;
        }
        if (!state.has(StateFiles.PLAN)) {
            if (ledger.confirmed()) {
                damage.add(StateFiles.PLAN + " is gone");
            }
        }
        documents().forEach((name, file) -> {
            if (!wholeJson(file)) {
                damage.add(name + " is damaged");
            }
        });
        if (state.readText(FIXED).orElse("").lines().anyMatch(line -> line.split("\t", -1).length != 4)) {
            damage.add(FIXED + " is damaged");
        }
        for (Map.Entry<String, List<String>> secret : ledger.secrets().entrySet()) {
            String name = "secrets/" + secret.getKey();
            if (!state.has(name)) {
                damage.add(name + " is gone");
            } else if (!secret.getValue().contains(sum(state.path().resolve(name)))) {
                damage.add(name + " was changed");
            }
        }
        if (state.has(StateFiles.PLAN) && ledger.serial() == 0 && !state.has("secrets/ceph/fsid")) {
            damage.add("secrets/ceph/fsid is gone");
        }
        return damage;
    }

    private Map<String, Path> documents() {
        Map<String, Path> documents = new TreeMap<>();
        for (String name : List.of(
                StateFiles.PLAN,
                "allocations.json",
                "s3a.json",
                Generations.FILE,
                "maas/machines.json",
                "aws/record.json",
                "openstack/record.json")) {
            if (state.has(name)) {
                documents.put(name, state.path().resolve(name));
            }
        }
        return documents;
    }

    private static boolean wholeJson(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(file)).isObject();
        } catch (JsonProcessingException damaged) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sum(Path file) {
        try {
            return StateFiles.sha256(new Secret(Files.readString(file)));
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** Whether there is a plan here, whole or not. */
    public boolean isEmpty() {
        return !state.has(StateFiles.PLAN) && !state.has(StateLedger.FILE);
    }

    /**
     * How what is here and the cluster's copy relate: whether the copy is one that this state knows of, so that what is here
     * is as new or newer.
     */
    public boolean knows(SealedState copy) {
        try {
            return StateLedger.read(state).orElse(StateLedger.NONE).descendsFrom(copy);
        } catch (PetaforgeException damaged) {
            return false;
        }
    }

    /**
     * Restores. The ledger goes last but for the plan, and the plan last: a run that is killed in between leaves no state that
     * could be taken for one, and the same again goes on.
     *
     * @param copy the newest
     * @param files what it holds
     * @param now names the directory for what is moved aside
     */
    public Result restore(SealedState copy, StateFiles files, String now) {
        boolean ourOwn = knows(copy);
        List<String> damaged = damage().stream().map(line -> line.split(" ")[0]).toList();
        Path directory = state.path().resolve(ASIDE).resolve(now);
        List<String> restored = new ArrayList<>();
        List<String> aside = new ArrayList<>();
        try {
            AtomicFiles.createPrivateDirectories(state.path());
            // First, so that nothing of a half restored state is relied on.
            if (!ourOwn || damaged.contains(StateFiles.PLAN)) {
                move(StateFiles.PLAN, files, directory, aside);
            }
            if (!ourOwn) {
                move(StateLedger.FILE, files, directory, aside);
            }
            for (Map.Entry<String, Secret> file : files.files().entrySet()) {
                String name = file.getKey();
                Path place = StateFiles.place(state, name);
                if (name.equals(StateFiles.PLAN)
                        || (ourOwn && Files.exists(place) && !damaged.contains(name))
                        || same(place, file.getValue())) {
                    continue;
                }
                move(name, files, directory, aside);
                AtomicFiles.write(place, file.getValue().reveal().getBytes(StandardCharsets.UTF_8));
                restored.add(name);
            }
            if (!ourOwn) {
                StateLedger.NONE
                        .with(files)
                        .at(copy.serial())
                        .sealed(copy.id())
                        .confirm()
                        .keep(state);
            }
            Secret plan = files.files().get(StateFiles.PLAN);
            if (plan != null && !state.has(StateFiles.PLAN)) {
                AtomicFiles.write(
                        StateFiles.place(state, StateFiles.PLAN), plan.reveal().getBytes(StandardCharsets.UTF_8));
                restored.add(StateFiles.PLAN);
            }
        } catch (IOException e) {
            throw state.unwritable(e);
        }
        return new Result(restored, aside, aside.isEmpty() ? Optional.empty() : Optional.of(directory));
    }

    private static boolean same(Path place, Secret content) {
        try {
            return Files.isRegularFile(place) && new Secret(Files.readString(place)).equals(content);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private void move(String name, StateFiles files, Path directory, List<String> aside) throws IOException {
        Path place = StateFiles.place(state, name);
        Secret wanted = files.files().get(name);
        if (!Files.exists(place) || (wanted != null && same(place, wanted))) {
            return;
        }
        Path target = directory.resolve(name);
        AtomicFiles.createPrivateDirectories(requireNonNull(target.getParent(), "parent"));
        Files.move(place, target);
        aside.add(name);
    }
}
