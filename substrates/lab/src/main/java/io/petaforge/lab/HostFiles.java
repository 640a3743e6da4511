package io.petaforge.lab;

import io.petaforge.api.Disk;
import io.petaforge.api.MachineRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes what makes one host itself: the files that its supervisor reads, and those of its own root filesystem. Only
 * for a host that is off: an overlay's upper directory must not change while it is mounted.
 */
final class HostFiles {
    static final String LINKS_UP = "links-up";
    static final String LINKS_DOWN = "links-down";
    static final String SHAPE = "shape";

    private final LabPaths paths;
    private final ControlGroups groups;
    private final BootCommand.Means means;

    HostFiles(LabPaths paths, ControlGroups groups, BootCommand.Means means) {
        this.paths = paths;
        this.groups = groups;
        this.means = means;
    }

    /** Everything, from the record; devices are those that the disks' files are attached to now. */
    void write(LabRecord lab, LabMachine machine, Map<Path, Path> devices, String operatorKey) {
        LabPaths.HostPaths host = paths.host(lab.cluster(), machine.id());
        try {
            Files.createDirectories(host.upper());
            Files.createDirectories(host.work());
            Files.createDirectories(host.root());
            writeSupervisorFiles(lab, machine, host, devices);
            writeRoot(lab, machine, host, devices, operatorKey);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the files of " + machine.id(), e);
        }
    }

    private void writeSupervisorFiles(
            LabRecord lab, LabMachine machine, LabPaths.HostPaths host, Map<Path, Path> devices) throws IOException {
        String namespace = Naming.namespace(lab.cluster(), machine.id());
        List<Path> deviceNodes = machine.disks().stream()
                .map(disk -> device(host, disk, devices))
                .toList();
        ControlGroups.Limits limits = new ControlGroups.Limits(
                machine.threads(), machine.memory().bytes(), machine.kind() == MachineRequest.Kind.SWITCH);
        FileWriting.replaceLines(host.setting("netns"), List.of(namespace));
        FileWriting.replaceLines(host.setting(LINKS_UP), NetworkBatch.up(lab, machine));
        FileWriting.replaceLines(host.setting(LINKS_DOWN), NetworkBatch.down(lab, machine));
        FileWriting.replaceLines(host.setting(SHAPE), NetworkBatch.shaping(lab, machine));
        FileWriting.replaceLines(host.setting("overlay"), List.of(overlay(lab, machine, host)));
        FileWriting.replaceLines(
                host.setting("cgroups"),
                groups.make(lab.cluster(), machine.id().value(), limits).stream()
                        .map(Path::toString)
                        .toList());
        FileWriting.replaceLines(
                host.setting("own-cgroups"),
                groups.makeForSupervisors(lab.cluster()).stream()
                        .map(Path::toString)
                        .toList());
        String name = machine.id().value();
        Path script = paths.plainBootScript(lab.cluster());
        FileWriting.replaceLines(
                host.setting("command"),
                means == BootCommand.Means.NSPAWN
                        ? BootCommand.nspawn(name, namespace, host.root(), deviceNodes)
                        : BootCommand.plain(name, namespace, host.root(), deviceNodes, script));
    }

    private void writeRoot(
            LabRecord lab, LabMachine machine, LabPaths.HostPaths host, Map<Path, Path> devices, String operatorKey)
            throws IOException {
        Path etc = host.upper().resolve("etc");
        Path rootSsh = host.upper().resolve("root").resolve(".ssh");
        Files.createDirectories(etc.resolve("petaforge"));
        Files.createDirectories(etc.resolve("ssh"));
        boolean first = !Files.exists(etc.resolve("machine-id"));
        // A disk may be on another loop device after each start of this machine, so its table is always written.
        FileWriting.replaceLines(etc.resolve("petaforge").resolve("lab-disks"), diskTable(lab, machine, host, devices));
        if (!first) {
            return;
        }
        Files.createDirectories(rootSsh);
        Files.setPosixFilePermissions(rootSsh, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(
                rootSsh.getParent(), java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        FileWriting.replace(rootSsh.resolve("authorized_keys"), operatorKey + "\n", FileWriting.PRIVATE);
        FileWriting.replaceLines(etc.resolve("hostname"), List.of(machine.id().value()));
        FileWriting.replaceLines(
                etc.resolve("hosts"),
                List.of("127.0.0.1 localhost", "127.0.1.1 " + machine.id(), "::1 localhost ip6-localhost"));
        FileWriting.replace(
                etc.resolve("ssh").resolve("ssh_host_ed25519_key"),
                Files.readString(host.hostKey()),
                FileWriting.PRIVATE);
        FileWriting.replace(
                etc.resolve("ssh").resolve("ssh_host_ed25519_key.pub"),
                Files.readString(host.hostKeyPublic()),
                FileWriting.READABLE);
        // Last: its presence says that all of the above is there.
        FileWriting.replaceLines(
                etc.resolve("machine-id"),
                List.of(Naming.digest(Files.readString(host.hostKeyPublic())).substring(0, 32)));
    }

    private String overlay(LabRecord lab, LabMachine machine, LabPaths.HostPaths host) {
        Path base = paths.layers().resolve(lab.baseLayer());
        String lower =
                usesPreparedLayer(machine) ? paths.layers().resolve(lab.preparedLayer()) + ":" + base : base.toString();
        // volatile: a lab host's fsync on its root need not reach the disk, for it can only lose power together with
        // the cache of this machine's kernel. Its data drives are not affected.
        return "volatile,lowerdir=" + lower + ",upperdir=" + host.upper() + ",workdir=" + host.work();
    }

    /** Switches need nothing beyond FRR, which the base has. */
    static boolean usesPreparedLayer(LabMachine machine) {
        return machine.kind() == MachineRequest.Kind.HOST && machine.image() == MachineRequest.Image.PREPARED;
    }

    private static List<String> diskTable(
            LabRecord lab, LabMachine machine, LabPaths.HostPaths host, Map<Path, Path> devices) {
        List<String> lines = new ArrayList<>();
        if (machine.kind() == MachineRequest.Kind.HOST) {
            lines.add(line(Naming.bootDisk(lab.cluster(), machine.id()), "overlay"));
        }
        machine.disks()
                .forEach(
                        disk -> lines.add(line(disk, device(host, disk, devices).toString())));
        return List.copyOf(lines);
    }

    private static String line(Disk disk, String device) {
        return disk.serial() + " " + device + " " + disk.size().bytes() + " "
                + disk.media().name().toLowerCase(Locale.ROOT) + " " + (disk.boot() ? "boot" : "data");
    }

    private static Path device(LabPaths.HostPaths host, Disk disk, Map<Path, Path> devices) {
        Path device = devices.get(host.disk(disk.serial()));
        if (device == null) {
            throw new IllegalStateException("disk " + disk.serial() + " is not attached");
        }
        return device;
    }
}
