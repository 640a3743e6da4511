package io.petaforge.tests;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.SshAccess;
import io.petaforge.bmc.IpmiSimulators;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A {@link LabSite} whose machines are switched by real IPMI controllers, one ipmi_sim each, and which has a network boot
 * server: a machine that is switched on to boot from the network is installed anew.
 */
final class ControlledSite implements AutoCloseable {
    private final Path directory;
    private final LabSite site;
    private final List<MachineId> hosts;
    private final IpmiSimulators controllers;

    private ControlledSite(Path directory, LabSite site, List<MachineId> hosts, IpmiSimulators controllers) {
        this.directory = directory;
        this.site = site;
        this.hosts = hosts;
        this.controllers = controllers;
    }

    /**
     * Makes the machines, switches them on and starts their controllers.
     *
     * @param directory for files of the test; needs not be cleaned up
     */
    static ControlledSite open(Path directory, String name, List<MachineRequest> machines)
            throws IOException, InterruptedException {
        LabSite site = LabSite.open(name, machines);
        try {
            List<MachineId> hosts = machines.stream().map(MachineRequest::id).toList();
            Path script = directory.resolve("switch");
            Path password = directory.resolve("controllers");
            Files.createFile(
                    password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(password, IpmiSimulators.PASSWORD + "\n");
            // The power button and the firmware. An installer takes its time, in which the machine is on.
            Files.writeString(
                    script,
                    """
                    host=$1
                    site() { sh %s "$host" "$@"; }
                    case $2 in
                    status) if [ -e "$CHASSIS/installing" ]; then echo on; else site status; fi ;;
                    on | reset)
                        next=$(cat "$CHASSIS/boot" 2>/dev/null)
                        echo none >"$CHASSIS/boot"
                        if [ "$next" = pxe ] && [ ! -e %2$s.silent ]; then
                            touch "$CHASSIS/installing"
                            sleep 3
                            if [ -e %2$s/http/$host/user-data ]; then
                                site reinstall %2$s/http/$host/user-data
                            else
                                site reinstall
                            fi
                            rm "$CHASSIS/installing"
                        else
                            site "$2"
                        fi ;;
                    *) site "$2" ;;
                    esac
                    """
                            .formatted(site.command(hosts.get(0)).get(1), directory.resolve("pxe")));
            return new ControlledSite(
                    directory,
                    site,
                    hosts,
                    IpmiSimulators.start(hosts.stream()
                            .map(host -> "sh " + script + " " + host)
                            .toList()));
        } catch (IOException | InterruptedException | RuntimeException e) {
            site.close();
            throw e;
        }
    }

    LabSite site() {
        return site;
    }

    /** UDP port of a host's controller on this machine. */
    int port(MachineId host) {
        return controllers.port(hosts.indexOf(host));
    }

    /** What a host's controller was told, in its order. */
    List<String> orders(MachineId host) throws IOException {
        return controllers.orders(hosts.indexOf(host));
    }

    /** What the network boot server serves: 'petaforge power pxe --write' may fill it. */
    Path networkBoot() {
        return directory.resolve("pxe");
    }

    /** From now on the network boot server answers nobody: machines go on to their disks. */
    void silenceNetworkBoot() throws IOException {
        Files.createFile(directory.resolve("pxe.silent"));
    }

    /**
     * Writes an inventory of these machines.
     *
     * @param unpinned hosts of which it does not list the host keys of today
     * @param rest all of it below {@code cluster} and {@code substrate}
     */
    Path inventory(String cluster, Set<MachineId> unpinned, String rest) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "petaforge: 1",
                "cluster: " + cluster,
                "substrate:",
                "  bmc:",
                "    private-key: " + site.privateKey(),
                "    controllers: {user: " + IpmiSimulators.USER + ", password: \"file:"
                        + directory.resolve("controllers") + "\"}",
                "    hosts:"));
        for (MachineId host : hosts) {
            SshAccess access = requireNonNull(site.access().get(host));
            lines.add("      " + host + ":");
            lines.add("        address: " + access.address());
            if (!unpinned.contains(host)) {
                lines.add("        host-keys: [\"" + access.hostKeys().get(0) + "\"]");
            }
            lines.add("        controller: {address: 127.0.0.1, port: " + port(host) + "}");
        }
        Path file = directory.resolve(cluster + ".yaml");
        Files.writeString(file, String.join("\n", lines) + "\n" + rest, StandardCharsets.UTF_8);
        return file;
    }

    /** Gives everything back, the controllers first: they could switch machines on again. */
    @Override
    public void close() throws IOException {
        try (site) {
            controllers.close();
        }
    }
}
