package io.petaforge.cli;

import io.petaforge.lifetime.EndDecision;
import io.petaforge.lifetime.Lifetime;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.StateDir;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of a cluster that ends by itself. */
final class EndOptions {
    /** Neither is given: what was decided before stands. */
    static final EndOptions NONE = new EndOptions();

    @Option(
            names = "--ephemeral",
            description =
                    "The machines switch themselves off at the end of --ttl (without it: 8h), also when nobody is there.")
    private boolean ephemeral;

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            description = "How long the cluster is to live from now, such as 90m, 4h or 2d; implies --ephemeral. For a"
                    + " cluster that has an end already, another end.")
    private @Nullable String ttl;

    /**
     * When the cluster ends.
     *
     * @throws io.petaforge.api.PetaforgeException with everything that stands against what is asked for
     */
    Optional<Lifetime> decide(ClusterSpec spec, StateDir state, Instant now) {
        return decision(spec, state).of(ephemeral, Optional.ofNullable(ttl), now);
    }

    /** The same for those who only look: a cluster whose time is over may be looked at too. */
    Optional<Lifetime> foresee(ClusterSpec spec, StateDir state, Instant now) {
        return ephemeral || ttl != null ? decide(spec, state, now) : new KeptEnd(state).read();
    }

    /** What was decided before for a cluster. */
    static EndDecision decision(ClusterSpec spec, StateDir state) {
        return new EndDecision(
                spec.name(), spec.substrate().name(), new KeptEnd(state).read(), new AcceptedPlan(state).isAllocated());
    }
}
