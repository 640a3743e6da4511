package io.petaforge.tests;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Ed25519Key;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.SshAccess;
import io.petaforge.bmc.IpmiSimulators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Three servers as a data centre hands them over: a login with sudo and a key of its own, host keys gathered in a file, a
 * gate through which alone they are meant to be reached, with another login and key, and IPMI controllers.
 */
final class FixedSite implements AutoCloseable {
    static final MachineId GATE = new MachineId("gate-1");
    static final List<MachineId> NODES =
            Stream.of("node-1", "node-2", "node-3").map(MachineId::new).toList();

    private static final DiskRequest OSD = new DiskRequest(1, Media.SSD, ByteSize.parse("20GB"));
    private static final DiskRequest VOLUMES = new DiskRequest(2, Media.SSD, ByteSize.parse("12GB"));

    /** What the inventory says below {@code substrate}. */
    private static final String REST =
            """
            machines:
              node:
                count: 3
                racks: [r1, r2, r3]
                roles: [mon, mgr, osd, rgw, spark-master, spark-worker, spark-history]
                constraints: {threads: ">= 2", memory: ">= 6GiB"}
                volumes:
                  osd: 1 x ssd >= 20GB
                  workspace: 1 x ssd >= 12GB
                  cache: 1 x ssd >= 12GB
            ceph:
              profile: lab
            spark:
              executor: {cores: 1, memory: 1GiB}
            verify:
              data: 128MB
              object-size: 32MB
            """;

    private final Path directory;
    private final ControlledSite site;

    private FixedSite(Path directory, ControlledSite site) {
        this.directory = directory;
        this.site = site;
    }

    /** @param directory for keys and inventories */
    static FixedSite open(Path directory, String name) throws Exception {
        List<MachineRequest> machines =
                new ArrayList<>(LabSite.hosts("node", 3, MachineRequest.Image.PREPARED, "6GiB", OSD, VOLUMES));
        machines.addAll(LabSite.hosts("gate", 1, MachineRequest.Image.BARE, "512MiB"));
        FixedSite fixed = new FixedSite(directory, ControlledSite.open(directory, name, machines));
        try {
            fixed.login(GATE, "gatekeeper", false, "gate-key");
            for (MachineId node : NODES) {
                fixed.login(node, "deploy", true, "node-key");
            }
            return fixed;
        } catch (IOException | RuntimeException | AssertionError e) {
            fixed.close();
            throw e;
        }
    }

    LabSite site() {
        return site.site();
    }

    SshAccess access(MachineId host) {
        return site.site().access(host);
    }

    /** The files that keep secrets of the site. */
    List<Path> keys() {
        return Stream.of("gate-key", "node-key", "controllers")
                .map(directory::resolve)
                .toList();
    }

    /** A login whose key is in a file of that name; without a password, as such logins are. */
    private void login(MachineId host, String user, boolean sudo, String file) throws IOException {
        Path key = directory.resolve(file);
        if (!Files.exists(key)) {
            Ed25519Key made = Ed25519Key.generate();
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, made.privateFile());
            Files.writeString(directory.resolve(file + ".pub"), made.publicLine());
        }
        String line = Files.readString(directory.resolve(file + ".pub")).strip();
        site.site()
                .run(
                        host,
                        """
                        set -e
                        useradd --create-home --shell /bin/bash --password '*' %1$s
                        install -d -m 700 -o %1$s -g %1$s /home/%1$s/.ssh
                        echo '%2$s' >/home/%1$s/.ssh/authorized_keys
                        chown %1$s /home/%1$s/.ssh/authorized_keys
                        """
                                .formatted(user, line));
        if (sudo) {
            site.site().run(host, "echo '" + user + " ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/" + user);
        }
    }

    /**
     * Writes an inventory of the three.
     *
     * @param network what it says of the network; may be empty
     */
    Path inventory(String cluster, String network) throws IOException {
        List<String> known = new ArrayList<>();
        List<String> lines = new ArrayList<>(List.of(
                "petaforge: 1",
                "cluster: " + cluster,
                "substrate:",
                "  fixed:",
                "    user: deploy",
                "    private-key: node-key",
                "    known-hosts: known_hosts",
                "    jump: {address: " + access(GATE).address()
                        + ", user: gatekeeper, private-key: gate-key, host-keys: [\""
                        + access(GATE).hostKeys().get(0) + "\"]}",
                "    controllers: {user: " + IpmiSimulators.USER + ", password: \"file:controllers\"}",
                "    hosts:"));
        for (MachineId node : NODES) {
            SshAccess access = requireNonNull(access(node));
            known.add(access.address() + " " + access.hostKeys().get(0));
            lines.add("      " + node + ": {address: " + access.address() + ", controller: {address: 127.0.0.1, port: "
                    + site.port(node) + "}}");
        }
        Files.write(directory.resolve("known_hosts"), known);
        Path file = directory.resolve(cluster + ".yaml");
        Files.writeString(file, String.join("\n", lines) + "\n" + REST + network);
        return file;
    }

    @Override
    public void close() throws IOException {
        site.close();
    }
}
