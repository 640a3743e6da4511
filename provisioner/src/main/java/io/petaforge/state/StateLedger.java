package io.petaforge.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known here of the states that were handed to the cluster, kept before any host has them. It tells a file that was
 * lost from one that was never made, a newer state of another operator from an older one of our own.
 *
 * @param serial of the present state, from 1
 * @param digest of the present state
 * @param confirmed whether some host was ever given one: from then on the cluster may depend on all that is in it
 * @param known states that were ours, oldest first, the present one last
 * @param secrets checksums of each secret: one, or two while it is being replaced
 */
record StateLedger(
        long serial, String digest, boolean confirmed, List<Known> known, SortedMap<String, List<String>> secrets) {
    static final String FILE = "copy.json";

    /** As many as one may be behind; the copy of a host that was away for longer is older by its serial. */
    private static final int KEPT = 50;

    /** No state yet. */
    static final StateLedger NONE = new StateLedger(0, "", false, List.of(), new TreeMap<>());

    /** A state as the hosts know it. */
    record Known(long serial, String id) {
        Known {
            requireNonNull(id, "id");
        }
    }

    StateLedger {
        requireNonNull(digest, "digest");
        known = List.copyOf(known);
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    }

    /**
     * The cluster's, if there is one.
     *
     * @throws PetaforgeException when it is damaged
     */
    static Optional<StateLedger> read(StateDir state) {
        try {
            return state.readWhole(FILE).map(StateLedger::parse);
        } catch (IOException | IllegalArgumentException e) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-STATE-008",
                            state.path().resolve(FILE) + " cannot be read: " + e.getMessage(),
                            "it says which secrets the cluster depends on: take the state that the cluster keeps, with"
                                    + " 'petaforge adopt INVENTORY'. If nothing was ever built, remove the file"),
                    e);
        }
    }

    private static StateLedger parse(JsonNode document) {
        if (!document.path("serial").isIntegralNumber()
                || !document.path("secrets").isObject()) {
            throw new IllegalArgumentException("it has no serial or no secrets");
        }
        List<Known> known = new ArrayList<>();
        document.path("known")
                .forEach(entry -> known.add(new Known(
                        entry.path("serial").asLong(), entry.path("id").asText())));
        SortedMap<String, List<String>> secrets = new TreeMap<>();
        document.path("secrets").properties().forEach(entry -> {
            List<String> sums = new ArrayList<>();
            entry.getValue().forEach(sum -> sums.add(sum.asText()));
            secrets.put(entry.getKey(), sums);
        });
        return new StateLedger(
                document.path("serial").asLong(),
                document.path("digest").asText(),
                document.path("confirmed").asBoolean(),
                known,
                secrets);
    }

    void keep(StateDir state) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("serial", serial);
        document.put("digest", digest);
        document.put("confirmed", confirmed);
        known.forEach(entry -> document.withArray("known")
                .addObject()
                .put("serial", entry.serial())
                .put("id", entry.id()));
        ObjectNode sums = document.putObject("secrets");
        secrets.forEach((name, of) -> of.forEach(sums.withArray(name)::add));
        state.keep(FILE, document);
    }

    /** With this state as the present one: the same if it is, otherwise the next. */
    StateLedger with(StateFiles files) {
        String now = files.digest();
        SortedMap<String, List<String>> sums = new TreeMap<>();
        files.secrets().forEach((name, sum) -> sums.put(name, List.of(sum)));
        return now.equals(digest)
                ? new StateLedger(serial, digest, confirmed, known, sums)
                : new StateLedger(serial + 1, now, confirmed, known, sums);
    }

    /** With what the hosts will know it by. */
    StateLedger sealed(String id) {
        Known present = new Known(serial, id);
        if (known.contains(present)) {
            return this;
        }
        List<Known> more = new ArrayList<>(known);
        more.add(present);
        return new StateLedger(
                serial, digest, confirmed, more.subList(Math.max(0, more.size() - KEPT), more.size()), secrets);
    }

    /** The same with another serial: that of a copy that was taken over. */
    StateLedger at(long other) {
        return new StateLedger(other, digest, confirmed, known, secrets);
    }

    StateLedger confirm() {
        return new StateLedger(serial, digest, true, known, secrets);
    }

    /** With another value of a secret beside the one it has: until the next state both are right. */
    StateLedger replacing(String name, String sum) {
        SortedMap<String, List<String>> sums = new TreeMap<>(secrets);
        TreeSet<String> both = new TreeSet<>(sums.getOrDefault(name, List.of()));
        both.add(sum);
        sums.put(name, List.copyOf(both));
        return new StateLedger(serial, digest, confirmed, known, sums);
    }

    /**
     * Whether a host's copy is one of ours or older than what we know of: if it is neither, somebody else has changed the
     * cluster since.
     */
    boolean descendsFrom(SealedState copy) {
        return known.contains(new Known(copy.serial(), copy.id()))
                || (!known.isEmpty() && copy.serial() < known.get(0).serial());
    }
}
