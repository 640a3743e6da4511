package io.petaforge.lifetime;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides when a cluster ends. Pure.
 *
 * <p>What was decided once stands until a time is asked for again: a later build of the cluster keeps its end, one with
 * {@code --ttl} moves it, to sooner or later.
 *
 * @param cluster its name
 * @param substrate name of the kind of its machines
 * @param kept what was decided before
 * @param standing whether machines were asked for already
 */
public record EndDecision(String cluster, String substrate, Optional<Lifetime> kept, boolean standing) {
    /**
     * The decision for a run.
     *
     * @param ephemeral whether the cluster is to end by itself
     * @param ttl after how long from now, as the user wrote it
     * @return empty for a cluster that stays
     * @throws PetaforgeException with everything that stands against it
     */
    public Optional<Lifetime> of(boolean ephemeral, Optional<String> ttl, Instant now) {
        if (!ephemeral && ttl.isEmpty()) {
            kept.filter(known -> known.isOver(now)).ifPresent(known -> {
                throw new PetaforgeException(ExitCode.PREFLIGHT, over(known));
            });
            return kept;
        }
        Ends ends = Ends.of(substrate);
        List<Problem> problems = new ArrayList<>();
        ends.refusal()
                .ifPresent(reason -> problems.add(Problem.at(
                        "PF-END-003",
                        "substrate",
                        "a cluster on '" + substrate + "' cannot end by itself: " + reason,
                        "leave --ephemeral and --ttl out, and run 'destroy' when you are done")));
        Duration time = Ttl.DEFAULT;
        if (ttl.isPresent()) {
            try {
                time = Ttl.parse(ttl.get(), ends.least());
            } catch (PetaforgeException e) {
                problems.addAll(e.problems());
            }
        }
        if (standing && kept.isEmpty() && ends.refusal().isEmpty()) {
            problems.add(Problem.of(
                    "PF-END-004",
                    "cluster '" + cluster
                            + "' was built to stay: its data would be lost at an end that those who use it"
                            + " never heard of, and its machines were not asked for with one",
                    "leave --ephemeral and --ttl out; or 'destroy' it and build it anew with them"));
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        if (ttl.isEmpty() && kept.isPresent()) {
            return of(false, ttl, now);
        }
        Instant whole = now.truncatedTo(ChronoUnit.SECONDS);
        return Optional.of(
                new Lifetime(kept.filter(known -> standing).map(Lifetime::begun).orElse(whole), whole.plus(time)));
    }

    /** What to say of a cluster whose time is over. */
    public Problem over(Lifetime known) {
        return Problem.of(
                "PF-END-005",
                "the time of cluster '" + cluster + "' was over at " + known.end() + ": "
                        + Ends.of(substrate).consequence(),
                "run 'destroy', which gives everything back; or 'build --ttl 4h' to have it for another while, with what"
                        + " is left of it");
    }
}
