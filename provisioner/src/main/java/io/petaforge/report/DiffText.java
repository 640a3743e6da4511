package io.petaforge.report;

import io.petaforge.report.DiffReport.HostDiff;
import io.petaforge.report.DiffReport.Line;
import io.petaforge.report.DiffReport.State;
import io.petaforge.report.DiffReport.Summary;
import io.petaforge.step.Effect;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A diff for people, in a terminal or in a pipe. */
public final class DiffText {
    /** So many new files of a service, or restarts of a host's turn, are named; more are counted. */
    private static final int MOST_FILES = 3;

    /** So many hosts with the same changes are named; more are counted. */
    private static final int MOST_NAMES = 6;

    private final boolean colour;
    private final StringBuilder text = new StringBuilder();

    private DiffText(boolean colour) {
        this.colour = colour;
    }

    /**
     * Renders it.
     *
     * @param colour whether the reader is a terminal
     */
    public static String render(DiffReport diff, boolean colour) {
        DiffText text = new DiffText(colour);
        text.all(diff);
        return text.text.toString();
    }

    private void all(DiffReport diff) {
        if (diff.summary().isNothing()) {
            text.append("Nothing to do: every host is as planned.\n");
            return;
        }
        text.append("changes to cluster ").append(diff.cluster());
        if (!diff.inForce().isEmpty() && !diff.inForce().equals(diff.plan())) {
            text.append(", plan ").append(diff.inForce()).append(" -> ").append(diff.plan());
        }
        text.append(":\n").append(legend(diff)).append('\n');
        blocks(diff).forEach(this::block);
        turns(diff);
        text.append('\n').append(summary(diff.summary())).append('\n');
    }

    /** Hosts that are simply there and have the same done to them are one block. */
    private static Map<List<String>, List<HostDiff>> blocks(DiffReport diff) {
        Map<List<String>, List<HostDiff>> blocks = new LinkedHashMap<>();
        for (HostDiff host : diff.hosts()) {
            List<String> body = body(host);
            List<String> key = new ArrayList<>(body);
            key.add(0, host.state() == State.PRESENT && !host.host().isEmpty() ? "" : "only " + host.host());
            blocks.computeIfAbsent(key, same -> new ArrayList<>()).add(host);
        }
        return blocks;
    }

    private void block(List<String> key, List<HostDiff> hosts) {
        HostDiff first = hosts.get(0);
        text.append('\n')
                .append(paint(mark(first.state()), symbol(first.state())))
                .append(' ');
        if (first.host().isEmpty()) {
            text.append("the cluster");
        } else {
            text.append(some(hosts.stream().map(HostDiff::host).toList(), MOST_NAMES, ", "));
        }
        text.append(
                switch (first.state()) {
                    case PRESENT -> "";
                    case NEW -> " (to be added)";
                    case LOST -> " (lost): " + first.why();
                    case LEAVING -> " (to be released): " + first.why();
                });
        text.append('\n');
        key.stream().skip(1).forEach(line -> {
            // A line of a change begins with six blanks and its sign.
            if (line.startsWith("      ")) {
                text.append(paint(line.charAt(6), line)).append('\n');
            } else {
                text.append(line).append('\n');
            }
        });
    }

    private void turns(DiffReport diff) {
        Map<String, List<DiffTurn>> steps = new LinkedHashMap<>();
        diff.turns().forEach(turn -> steps.computeIfAbsent(turn.step(), name -> new ArrayList<>())
                .add(turn));
        steps.forEach((step, turns) -> {
            text.append("\n  ").append(step).append(" in ").append(turns.size());
            text.append(" turns, the next one when all is well after the last:\n");
            turns.forEach(turn -> text.append(String.format(Locale.ROOT, "  %4d. ", turn.number()))
                    .append(one(turn))
                    .append('\n'));
        });
    }

    private static String one(DiffTurn turn) {
        List<String> hosts = new ArrayList<>();
        turn.hosts().forEach((host, what) -> hosts.add(host + ": " + some(what, MOST_FILES, ", ")));
        return some(hosts, MOST_NAMES, "; ");
    }

    private static String some(List<String> all, int most, String between) {
        String first = String.join(between, all.stream().limit(most).toList());
        return all.size() <= most ? first : first + " and " + (all.size() - most) + " more";
    }

    private static List<String> body(HostDiff host) {
        List<String> body = new ArrayList<>();
        host.services().forEach(service -> {
            body.add("    " + service.service());
            List<Line> files = host.state() == State.NEW
                    ? service.lines().stream().filter(DiffText::isNewFile).toList()
                    : List.of();
            service.lines().stream()
                    .filter(line -> files.size() <= MOST_FILES || !files.contains(line))
                    .forEach(line -> body.add("      " + one(line)));
            if (files.size() > MOST_FILES) {
                body.add("      + write " + files.size() + " files");
            }
        });
        return body;
    }

    private static boolean isNewFile(Line line) {
        return line.effect() == Effect.CREATE && line.what().startsWith("write /");
    }

    private static String one(Line line) {
        String change =
                line.before().isEmpty() && line.after().isEmpty() ? "" : ": " + line.before() + " -> " + line.after();
        return symbol(line.effect()) + " " + line.what() + change
                + (line.why().isEmpty() ? "" : "  (" + line.why() + ")");
    }

    private static String legend(DiffReport diff) {
        Set<Effect> used = EnumSet.noneOf(Effect.class);
        diff.hosts().forEach(host -> host.services()
                .forEach(service -> service.lines().forEach(line -> used.add(line.effect()))));
        diff.hosts().stream().filter(host -> host.state() == State.LEAVING).forEach(host -> used.add(Effect.RELEASE));
        List<String> words = new ArrayList<>();
        used.forEach(effect -> words.add(symbol(effect) + " " + effect.name().toLowerCase(Locale.ROOT)));
        if (diff.summary().lost() > 0) {
            words.add("? lost");
        }
        return "  " + String.join("   ", words);
    }

    private static String summary(Summary summary) {
        List<String> parts = new ArrayList<>();
        part(parts, summary.add(), "host to add", "hosts to add");
        part(parts, summary.changes(), "change", "changes");
        part(parts, summary.restarts(), "restart", "restarts");
        part(parts, summary.drains(), "drain", "drains");
        part(parts, summary.wipes(), "drive to wipe", "drives to wipe");
        part(parts, summary.release(), "host to release", "hosts to release");
        part(parts, summary.lost(), "host lost", "hosts lost");
        return String.join(", ", parts) + ".";
    }

    private static void part(List<String> parts, int count, String one, String many) {
        if (count > 0) {
            parts.add(count + " " + (count == 1 ? one : many));
        }
    }

    private static String symbol(Effect effect) {
        return switch (effect) {
            case CREATE -> "+";
            case CHANGE -> "~";
            case START -> ">";
            case RESTART -> "!";
            case DRAIN -> "<";
            case WIPE -> "x";
            case RELEASE -> "-";
            case WAIT -> ".";
        };
    }

    private static String symbol(State state) {
        return String.valueOf(mark(state));
    }

    private static char mark(State state) {
        return switch (state) {
            case PRESENT -> ' ';
            case NEW -> '+';
            case LOST -> '?';
            case LEAVING -> '-';
        };
    }

    /** Green for what comes, yellow for what changes, red for what goes, stops or is lost. */
    private String paint(char sign, String words) {
        if (!colour) {
            return words;
        }
        int code =
                switch (sign) {
                    case '+', '>' -> 32;
                    case '~' -> 33;
                    case '!', '-', '<', 'x', '?' -> 31;
                    default -> 0;
                };
        return code == 0 ? words : "\033[" + code + "m" + words + "\033[0m";
    }
}
