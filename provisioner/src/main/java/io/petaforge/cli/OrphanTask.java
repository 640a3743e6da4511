package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.Ownership;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Released;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.state.RunLock;
import io.petaforge.state.StateDir;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What {@code petaforge machines} does about machines that a service holds for the cluster and no record here knows. */
final class OrphanTask {
    /** Orphans, as printed. */
    record Listed(String cluster, List<Ownership.Orphan> orphans) {}

    /** Orphans that were given back, as printed. */
    record Given(String cluster, Released released) {}

    private final ClusterSpec spec;
    private final Ownership substrate;
    private final CommonOptions options;

    OrphanTask(ClusterSpec spec, Ownership substrate, CommonOptions options) {
        this.spec = spec;
        this.substrate = substrate;
        this.options = options;
    }

    Listed list() {
        return new Listed(spec.name(), substrate.orphans(spec.name()));
    }

    /**
     * Adopts orphans, each written {@code ID} or {@code ID=MACHINE}; none when something is wrong with what was named.
     *
     * @throws PetaforgeException with everything that is wrong with it, or with every orphan that the substrate refuses
     */
    void adopt(List<String> named) {
        try (RunLock lock = lock()) {
            List<Problem> problems = new ArrayList<>();
            Map<String, MachineId> adopted = resolve(named, problems);
            if (!problems.isEmpty()) {
                throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
            }
            adopted.forEach((identity, machine) -> {
                try {
                    substrate.adopt(spec.name(), identity, machine);
                } catch (PetaforgeException e) {
                    problems.addAll(e.problems());
                }
            });
            if (!problems.isEmpty()) {
                throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
            }
        }
    }

    private Map<String, MachineId> resolve(List<String> named, List<Problem> problems) {
        Map<String, Optional<MachineId>> orphans = new LinkedHashMap<>();
        list().orphans().forEach(orphan -> orphans.put(orphan.identity(), orphan.machine()));
        TreeSet<String> wanted = new TreeSet<>();
        spec.machines().forEach(group -> group.members()
                .forEach(member -> wanted.add(member.id().value())));
        Map<String, MachineId> resolved = new LinkedHashMap<>();
        for (String one : named) {
            String identity = one.split("=", 2)[0];
            Optional<String> machine = one.contains("=")
                    ? Optional.of(one.split("=", 2)[1])
                    : orphans.getOrDefault(identity, Optional.empty()).map(MachineId::value);
            if (!orphans.containsKey(identity)) {
                problems.add(Problem.of(
                        "PF-CLI-070",
                        "no orphan of cluster '" + spec.name() + "' is called '" + identity + "'",
                        orphans.isEmpty()
                                ? "there is none at all"
                                : "use one of " + String.join(", ", orphans.keySet())));
            } else if (machine.isEmpty()) {
                problems.add(Problem.of(
                        "PF-CLI-071",
                        "the service does not say which machine of the cluster " + identity + " was taken for",
                        "say it: --adopt " + identity + "=" + wanted.first()));
            } else if (!wanted.contains(machine.get())) {
                problems.add(Problem.of(
                        "PF-CLI-072",
                        "the inventory has no machine '" + machine.get() + "' for " + identity + " to be",
                        "use one of " + String.join(", ", wanted) + "; or give it back: --release " + identity));
            } else if (resolved.containsValue(new MachineId(machine.get()))) {
                problems.add(Problem.of(
                        "PF-CLI-073",
                        "two orphans cannot both be " + machine.get(),
                        "name another machine for one of them, or give it back: --release " + identity));
            } else {
                resolved.put(identity, new MachineId(machine.get()));
            }
        }
        return resolved;
    }

    Given release(List<String> identities) {
        try (Console console = Console.ofProcess(options);
                RunLock lock = lock()) {
            console.begin("release", spec.name());
            return new Given(spec.name(), substrate.releaseOrphans(spec.name(), identities, console));
        }
    }

    private RunLock lock() {
        return StateDir.of(options.stateRoot(), spec.name()).lock("machines");
    }

    /** Fails for what was not given back. */
    void requireAll(Released released) {
        if (!released.remaining().isEmpty()) {
            throw new PetaforgeException(
                    ExitCode.DESTROY_INCOMPLETE,
                    released.remaining().stream()
                            .map(left -> Problem.of(
                                    "PF-CLI-013", "left behind: " + left, "end what uses it, then release it again"))
                            .toList());
        }
    }

    static String text(Listed listed) {
        if (listed.orphans().isEmpty()) {
            return "No orphans: every machine that is held for cluster " + listed.cluster() + " is in its record.\n";
        }
        StringBuilder text = new StringBuilder();
        text.append(row("ID", "NAME", "STATE", "TAKEN FOR"));
        listed.orphans()
                .forEach(orphan -> text.append(row(
                        orphan.identity(),
                        orphan.name(),
                        orphan.state(),
                        orphan.machine().map(MachineId::value).orElse("not said"))));
        return text.append("\nAdopt them (--adopt ID) or give them back (--release ID).\n")
                .toString();
    }

    static String text(Released released) {
        StringBuilder text = new StringBuilder();
        released.removed()
                .forEach(item -> text.append("released  ").append(item).append('\n'));
        released.remaining()
                .forEach(item -> text.append("LEFT      ").append(item).append('\n'));
        return text.toString();
    }

    private static String row(String identity, String name, String state, String machine) {
        return String.format(Locale.ROOT, "%-8s %-14s %-18s %s%n", identity, name, state, machine);
    }
}
