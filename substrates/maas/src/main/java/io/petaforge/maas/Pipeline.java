package io.petaforge.maas;

import io.petaforge.api.SideBySide;
import io.petaforge.api.SideBySide.Outcome;
import java.util.List;
import java.util.function.Function;

/** Requests of a region side by side. */
final class Pipeline {
    /** A region serves a few requests at once for each of its (usually four) workers; more only queue there. */
    static final int AT_ONCE = 16;

    private static final SideBySide<MaasFailure> REQUESTS =
            new SideBySide<>("maas", AT_ONCE, MaasFailure.class, MaasSubstrate.STOPPED);

    private Pipeline() {}

    /** Outcomes in the order of the inputs. */
    static <T, R> List<Outcome<T, R, MaasFailure>> each(List<T> inputs, Function<T, R> work) {
        return REQUESTS.each(inputs, work);
    }

    /**
     * Results in the order of the inputs.
     *
     * @throws MaasFailure the first of those that failed, after all have ended
     */
    static <T, R> List<R> all(List<T> inputs, Function<T, R> work) {
        return REQUESTS.all(inputs, work);
    }
}
