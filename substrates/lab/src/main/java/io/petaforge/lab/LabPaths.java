package io.petaforge.lab;

import io.petaforge.api.MachineId;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the lab keeps things.
 *
 * @param labs one directory per lab: its record, keys, and the hosts' files and disks
 * @param cache what outlives every lab: root filesystem layers and the packages they are made of
 * @param run locks, which are gone after a restart of the machine
 */
record LabPaths(Path labs, Path cache, Path run) {
    /** The usual places; the cache can be moved with {@code PETAFORGE_CACHE}. */
    static LabPaths standard(Map<String, String> environment) {
        return new LabPaths(
                Path.of("/var/lib/petaforge/labs"),
                Path.of(environment.getOrDefault("PETAFORGE_CACHE", "/var/cache/petaforge"))
                        .toAbsolutePath(),
                Path.of("/run/petaforge"));
    }

    Path layers() {
        return cache.resolve("lab");
    }

    Path lab(String cluster) {
        return labs.resolve(cluster);
    }

    Path record(String cluster) {
        return lab(cluster).resolve("lab.json");
    }

    Path operatorKey(String cluster) {
        return lab(cluster).resolve("ssh").resolve("id_ed25519");
    }

    Path knownHosts(String cluster) {
        return lab(cluster).resolve("ssh").resolve("known_hosts");
    }

    Path supervisorScript(String cluster) {
        return lab(cluster).resolve("supervisor.sh");
    }

    Path startScript(String cluster) {
        return lab(cluster).resolve("start.sh");
    }

    Path plainBootScript(String cluster) {
        return lab(cluster).resolve("plain-boot.sh");
    }

    HostPaths host(String cluster, MachineId machine) {
        return new HostPaths(lab(cluster).resolve("hosts").resolve(machine.value()));
    }

    /** The files of one host; the supervisor script knows them by the same names. */
    record HostPaths(Path directory) {
        Path upper() {
            return directory.resolve("upper");
        }

        Path work() {
            return directory.resolve("work");
        }

        Path root() {
            return directory.resolve("root");
        }

        Path disk(String serial) {
            return directory.resolve("disks").resolve(serial);
        }

        Path hostKey() {
            return directory.resolve("ssh_host_ed25519_key");
        }

        Path hostKeyPublic() {
            return directory.resolve("ssh_host_ed25519_key.pub");
        }

        Path supervisor() {
            return directory.resolve("supervisor");
        }

        Path console() {
            return directory.resolve("console");
        }

        Path setting(String name) {
            return directory.resolve(name);
        }
    }
}
