package io.petaforge.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which protections fit on given failure domains, and which of them is nearest to one that does not. */
public final class ProtectionChoice {
    /** No more alternatives than a person compares. */
    private static final int SHOWN = 3;

    private ProtectionChoice() {}

    /**
     * What keeps the pools that cannot be erasure coded: as many copies as survive what the data survives, and not fewer
     * than three, since at two a loss during a repair is final. Where there are fewer failure domains, so many that with
     * one domain lost writes go on.
     *
     * @param hosts how many hosts with OSDs each failure domain has
     */
    static Optional<Protection.Replicated> copies(Map<String, Integer> hosts, Protection data) {
        if (data instanceof Protection.Replicated replicated) {
            return Optional.of(replicated);
        }
        int least = Math.max(3, data.mostLost() + 1);
        for (int size = least; size <= 2 * least; size++) {
            Protection.Replicated copies = new Protection.Replicated(size, size - size / 2);
            if (spread(hosts, copies).isPresent()) {
                return Optional.of(copies);
            }
        }
        return Optional.empty();
    }

    /** How those copies are spread: with one failure domain lost, min_size of them are left. */
    static Optional<Spread> spread(Map<String, Integer> hosts, Protection.Replicated copies) {
        return Spread.of(hosts, copies.size(), Math.max(1, copies.size() - copies.minSize()));
    }

    /**
     * The protections nearest to one that does not fit, best first, as the inventory writes them: as many losses survived
     * with fewer data chunks, then with more or fewer coding chunks, then whole copies.
     *
     * @param hosts how many hosts with OSDs each failure domain has
     */
    public static List<String> nearest(Map<String, Integer> hosts, Protection wanted) {
        List<String> fitting = new ArrayList<>();
        if (wanted instanceof Protection.Erasure code && code.k() >= 2 && code.m() >= 1) {
            for (int m : List.of(code.m(), code.m() + 1, code.m() + 2, code.m() - 1)) {
                for (int k = code.k(); k >= 2 && m >= 1; k--) {
                    Protection.Erasure smaller = new Protection.Erasure(k, m);
                    if (fits(hosts, smaller)) {
                        fitting.add(StoragePlanner.describe(smaller));
                        break;
                    }
                }
            }
        }
        for (int copies = Math.min(3, hosts.size()); copies >= 2; copies--) {
            fitting.add("replica " + copies);
        }
        return fitting.stream().limit(SHOWN).toList();
    }

    /** Whether data and what goes with it in whole copies can be spread. */
    static boolean fits(Map<String, Integer> hosts, Protection wanted) {
        return Spread.of(hosts, wanted).isPresent() && copies(hosts, wanted).isPresent();
    }

    /** Why a protection does not fit, and what is nearest; empty when it does. */
    public static Optional<Misfit> misfit(Map<String, Integer> hosts, String kind, int allHosts, Protection wanted) {
        if (fits(hosts, wanted)) {
            return Optional.empty();
        }
        String name = StoragePlanner.describe(wanted);
        StringBuilder what = new StringBuilder(name)
                .append(" needs ")
                .append(wanted.width())
                .append(' ')
                .append(kind)
                .append("s with OSDs");
        if (wanted instanceof Protection.Erasure code && kind.equals("rack") && hosts.size() > 1) {
            int each = (code.width() + hosts.size() - 1) / hosts.size();
            what.append(", or fewer with several chunks in each; there are ")
                    .append(counted(hosts))
                    .append(
                            each > code.m()
                                    ? ", and " + each + " chunks in one are more than the " + code.m()
                                            + " that may be lost"
                                    : ", and not all have a host for each of " + each + " chunks");
        } else {
            what.append(", and there ").append(hosts.size() == 1 ? "is one: " : "are " + hosts.size() + ": ");
            what.append(String.join(", ", hosts.keySet()));
        }
        List<String> nearest = nearest(hosts, wanted);
        StringBuilder fix = new StringBuilder();
        if (!nearest.isEmpty()) {
            fix.append("Write ").append(String.join(" or ", nearest)).append(", which fit");
            fix.append(nearest.size() == 1 ? "s" : "").append("; or ");
        }
        boolean racks = kind.equals("rack");
        String more = racks
                ? "lace storage machines in " + wanted.width() + " racks"
                : "ive " + wanted.width() + " machines OSDs";
        String first = racks ? "p" : "g";
        fix.append(fix.length() == 0 ? first.toUpperCase(Locale.ROOT) : first).append(more);
        Map<String, Integer> eachHost = new TreeMap<>();
        for (int host = 0; host < allHosts; host++) {
            eachHost.put("host " + host, 1);
        }
        if (kind.equals("rack") && fits(eachHost, wanted)) {
            fix.append("; or write 'failure-domain: host' and lose data with a rack");
        } else if (kind.equals("rack") && nearest.isEmpty() && allHosts > 1) {
            fix.append("; or write 'failure-domain: host' with ")
                    .append(nearest(eachHost, wanted).get(0));
            fix.append(" and lose data with a rack");
        }
        return Optional.of(new Misfit(what.toString(), fix.append('.').toString()));
    }

    /**
     * A protection that does not fit.
     *
     * @param what what it needs and what there is
     * @param fix the nearest that would work
     */
    public record Misfit(String what, String fix) {}

    /** {@code 3 (r1: 2 hosts, r2: 2 hosts, r3: 1 host)}; of many only how many. */
    private static String counted(Map<String, Integer> hosts) {
        return hosts.size()
                + (hosts.size() > 12
                        ? ""
                        : new TreeMap<>(hosts)
                                .entrySet().stream()
                                        .map(domain -> domain.getKey() + ": " + domain.getValue()
                                                + (domain.getValue() == 1 ? " host" : " hosts"))
                                        .collect(Collectors.joining(", ", " (", ")")));
    }
}
