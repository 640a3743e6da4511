package io.petaforge.maas;

import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a machine may be taken for a request, and if not, for which reason first. Pure. */
final class Fit {
    private final MaasSettings settings;

    Fit(MaasSettings settings) {
        this.settings = settings;
    }

    /** The constraint that excludes the machine, such as {@code without tag ceph-osd}; empty when it fits. */
    Optional<String> excluded(Node node, MachineRequest wanted) {
        MaasSettings.Group group = settings.group(wanted.group());
        if (group.pool().isPresent() && !group.pool().get().equals(node.pool())) {
            return Optional.of("not in pool " + group.pool().get());
        }
        for (String tag : group.tags()) {
            if (!node.tags().contains(tag)) {
                return Optional.of("without tag " + tag);
            }
        }
        for (String tag : group.notTags()) {
            if (node.tags().contains(tag)) {
                return Optional.of("with tag " + tag);
            }
        }
        Optional<String> state = state(node);
        if (state.isPresent()) {
            return state;
        }
        if (node.threads() < wanted.threads()) {
            return Optional.of("with fewer than " + wanted.threads() + " threads");
        }
        if (node.memory().compareTo(wanted.memory()) < 0) {
            return Optional.of("with less than " + wanted.memory() + " of memory");
        }
        for (Map.Entry<String, MaasSettings.Interface> entry :
                group.interfaces().entrySet()) {
            if (node.ports().stream().noneMatch(port -> fits(port, entry.getValue()))) {
                return Optional.of("without a port for '" + entry.getKey() + "' (" + words(entry.getValue()) + ")");
            }
        }
        if (DriveChoice.of(node, wanted.disks(), settings.bootDrive()).isEmpty()) {
            return Optional.of("without " + drives(wanted.disks()) + " beside a boot drive of "
                    + settings.bootDrive().decimal());
        }
        return Optional.empty();
    }

    private Optional<String> state(Node node) {
        boolean overridable = node.status() == NodeStatus.FAILED_TESTING && settings.acceptFailedTests();
        if (node.status() == NodeStatus.FAILED_TESTING && !overridable) {
            return Optional.of("with failed hardware tests");
        }
        if (node.status() != NodeStatus.READY && !overridable) {
            return Optional.of("not Ready but " + node.statusName());
        }
        if (node.locked()) {
            return Optional.of("locked");
        }
        if (node.power().equals("error")) {
            return Optional.of("whose BMC does not let MAAS in");
        }
        boolean doubtful = node.tests() == Node.Verdict.FAILED
                || node.tests() == Node.Verdict.DEGRADED
                || node.tests() == Node.Verdict.RUNNING;
        return doubtful && !settings.acceptFailedTests()
                ? Optional.of("with " + node.tests().word() + " hardware tests")
                : Optional.empty();
    }

    static boolean fits(Node.Port port, MaasSettings.Interface wanted) {
        return wanted.space().map(port::inSpace).orElse(true)
                && wanted.subnet().map(port::inSubnet).orElse(true)
                && wanted.speed()
                        .map(least -> port.speed()
                                .map(speed -> speed.compareTo(least) >= 0)
                                .orElse(false))
                        .orElse(true);
    }

    private static String words(MaasSettings.Interface wanted) {
        return List.of(
                        wanted.space().map(space -> "space " + space).orElse(""),
                        wanted.subnet().map(subnet -> "subnet " + subnet).orElse(""),
                        wanted.speed().map(speed -> "at least " + speed).orElse(""))
                .stream()
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
    }

    static String drives(List<DiskRequest> wanted) {
        return wanted.isEmpty()
                ? "any data drive"
                : wanted.stream()
                        .map(disk -> disk.count() + " x " + disk.media().deviceClass() + " >= "
                                + disk.atLeast().decimal())
                        .collect(Collectors.joining(" + "));
    }

    /** MAAS's interfaces constraint of a group; empty when it asks for none. */
    static String interfaces(MaasSettings.Group group) {
        return group.interfaces().entrySet().stream()
                .map(entry -> entry.getKey() + ":"
                        + List.of(
                                        entry.getValue()
                                                .space()
                                                .map(space -> "space=" + space)
                                                .orElse(""),
                                        entry.getValue()
                                                .subnet()
                                                .map(subnet -> "subnet_cidr=" + subnet)
                                                .orElse(""),
                                        entry.getValue()
                                                .speed()
                                                .map(speed -> "link_speed=" + speed.bitsPerSecond() / 1_000_000)
                                                .orElse(""))
                                .stream()
                                .filter(word -> !word.isEmpty())
                                .collect(Collectors.joining(",")))
                .collect(Collectors.joining(";"));
    }
}
