package io.petaforge.cloud;

import io.petaforge.api.Problem;
import io.petaforge.api.SideBySide;
import io.petaforge.api.SideBySide.Outcome;
import java.util.List;
import java.util.function.Function;

/** Requests of clouds side by side. */
public final class Parallel {
    /** What is said when the operator ends a wait. */
    public static final Problem STOPPED = Problem.of(
            "PF-CLOUD-002",
            "Stopped while the cloud was working.",
            "Run the same command again: it goes on with what is recorded, or 'destroy' gives it back.");

    /** Clouds count requests per second and account; more at once than eight only meet their throttle. */
    private static final SideBySide<CloudFailure> REQUESTS = new SideBySide<>("cloud", 8, CloudFailure.class, STOPPED);

    private Parallel() {}

    /** Outcomes in the order of the inputs. */
    public static <T, R> List<Outcome<T, R, CloudFailure>> each(List<T> inputs, Function<T, R> work) {
        return REQUESTS.each(inputs, work);
    }

    /**
     * Results in the order of the inputs.
     *
     * @throws CloudFailure the first of those that failed, after all have ended
     */
    public static <T, R> List<R> all(List<T> inputs, Function<T, R> work) {
        return REQUESTS.all(inputs, work);
    }
}
