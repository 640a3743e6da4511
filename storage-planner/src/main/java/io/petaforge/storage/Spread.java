package io.petaforge.storage;

import java.util.Map;
import java.util.Optional;

/**
 * How the copies or chunks of one placement group are spread.
 *
 * @param domains failure domains that it occupies
 * @param perDomain copies or chunks in each, on hosts of their own
 */
public record Spread(int domains, int perDomain) {
    /**
     * The widest spread there is: one failure domain for each copy or chunk, else as few chunks in each domain as do. Never
     * more than {@code mostPerDomain}, and only where every domain has a host for each of them: CRUSH picks domains
     * without looking whether they have.
     *
     * @param hosts how many hosts with OSDs each failure domain has
     * @param width copies or chunks
     * @param mostPerDomain how many a failure domain may hold
     */
    public static Optional<Spread> of(Map<String, Integer> hosts, int width, int mostPerDomain) {
        if (hosts.isEmpty() || width < 1) {
            return Optional.empty();
        }
        if (hosts.size() >= width) {
            return Optional.of(new Spread(width, 1));
        }
        int perDomain = ceil(width, hosts.size());
        boolean fits = perDomain <= mostPerDomain && hosts.values().stream().allMatch(count -> count >= perDomain);
        return fits ? Optional.of(new Spread(ceil(width, perDomain), perDomain)) : Optional.empty();
    }

    /**
     * The spread of a protection as the user may ask for it. Only erasure coding may put several chunks into one domain,
     * at most m, so that a whole domain can still be lost; copies are one in each.
     */
    public static Optional<Spread> of(Map<String, Integer> hosts, Protection protection) {
        return of(hosts, protection.width(), protection instanceof Protection.Erasure erasure ? erasure.m() : 1);
    }

    private static int ceil(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
