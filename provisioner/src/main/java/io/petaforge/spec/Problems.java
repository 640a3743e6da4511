package io.petaforge.spec;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What has been found wrong with one file so far. Readers note a problem here and go on with a stand-in value. */
final class Problems {
    private record Found(Problem problem, int column) {}

    private final String file;
    private final Places places;
    private final List<Found> found = new ArrayList<>();
    private final Set<String> doubtful = new HashSet<>();

    /** For a file, as the user named it. */
    Problems(String file, Places places) {
        this.file = file;
        this.places = places;
    }

    /** Notes that what stands at a path cannot be read: whatever is compared with it would be compared with a guess. */
    void unreadable(InventoryCode code, String path, String what, String fix) {
        doubtful.add(path);
        add(code, path, places.line(path), what, fix);
    }

    /** The same at a line of its own, where the path alone would lead to another. */
    void unreadable(InventoryCode code, String path, int line, String what, String fix) {
        doubtful.add(path);
        add(code, path, OptionalInt.of(line), what, fix);
    }

    /** Notes that a value can be read but does not go with the rest of the file. */
    void conflict(InventoryCode code, String path, String what, String fix) {
        add(code, path, places.line(path), what, fix);
    }

    /** Says that the value of a path is a guess, although the problem was noted elsewhere (a misspelt key). */
    void doubt(String path) {
        doubtful.add(path);
    }

    /** Whether nothing at, above or below any of the paths is a guess. */
    boolean certain(String... paths) {
        for (String path : paths) {
            for (String doubt : doubtful) {
                if (Places.related(path, doubt)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether the file itself says something at this path, so that it is no default. */
    boolean written(String path) {
        return places.has(path);
    }

    /** Throws everything that was noted, in the order of the file; does nothing when there was nothing. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    found.stream()
                            .sorted(Comparator.<Found>comparingInt(
                                            f -> f.problem().line().orElse(0))
                                    .thenComparingInt(Found::column))
                            .map(Found::problem)
                            .toList());
        }
    }

    private void add(InventoryCode code, String path, OptionalInt line, String what, String fix) {
        found.add(new Found(new Problem(code.text(), Optional.of(file), line, path, what, fix), places.column(path)));
    }
}
