package io.petaforge.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a namespace lose packets by a routing rule, which every kernel that runs a lab has, unlike filters and queueing
 * disciplines. The rule for the machine's own addresses comes before all others, so it is moved behind while a fault is
 * there. Pure: the present rules come in as {@code ip rule show} prints them.
 */
final class BlackholeRules {
    /** Where the kernel has the rule for the machine's own addresses, and where it is while packets are lost. */
    private static final int LOCAL = 0;

    private static final int ONE_PORT = 1;
    /** A priority of its own: the kernel deletes the first rule that has what is said of it, whatever else it has. */
    private static final int ALL_PORTS = 2;

    private static final int LOCAL_MEANWHILE = 3;

    /** A line such as {@code 1:	from all iif swp1 blackhole}. */
    private static final Pattern RULE =
            Pattern.compile("^(\\d+):\\s+from all (?:iif (\\S+) )?(?:\\[detached\\] )?(blackhole|lookup local)\\b.*");

    /** Lines for {@code ip -batch} that make packets arriving at a port lost; any port, and none sent, if it is empty. */
    static List<String> lose(String present, String port) {
        List<String> lines = new ArrayList<>();
        if (!hasLocal(present, LOCAL_MEANWHILE)) {
            lines.add("rule add priority " + LOCAL_MEANWHILE + " lookup local");
        }
        if (hasLocal(present, LOCAL)) {
            lines.add("rule delete priority " + LOCAL + " lookup local");
        }
        if (!lost(present).contains(port)) {
            lines.add("rule add priority " + priority(port) + from(port) + " blackhole");
        }
        return List.copyOf(lines);
    }

    /** Lines that take that fault away, and with the last one put everything back as the kernel had it. */
    static List<String> pass(String present, String port) {
        List<String> lines = new ArrayList<>();
        List<String> lost = lost(present);
        if (lost.contains(port)) {
            lines.add("rule delete priority " + priority(port) + from(port) + " blackhole");
        }
        if (lost.stream().allMatch(port::equals)) {
            if (!hasLocal(present, LOCAL)) {
                lines.add("rule add priority " + LOCAL + " lookup local");
            }
            if (hasLocal(present, LOCAL_MEANWHILE)) {
                lines.add("rule delete priority " + LOCAL_MEANWHILE + " lookup local");
            }
        }
        return List.copyOf(lines);
    }

    private static int priority(String port) {
        return port.isEmpty() ? ALL_PORTS : ONE_PORT;
    }

    private static String from(String port) {
        return port.isEmpty() ? "" : " iif " + port;
    }

    private static boolean hasLocal(String present, int priority) {
        return rules(present).stream()
                .anyMatch(rule -> rule.group(3).equals("lookup local") && Integer.parseInt(rule.group(1)) == priority);
    }

    private static List<String> lost(String present) {
        return rules(present).stream()
                .filter(rule -> rule.group(3).equals("blackhole") && Integer.parseInt(rule.group(1)) <= ALL_PORTS)
                .map(rule -> rule.group(2) == null ? "" : rule.group(2))
                .toList();
    }

    private static List<Matcher> rules(String present) {
        return present.lines().map(RULE::matcher).filter(Matcher::matches).toList();
    }

    private BlackholeRules() {}
}
