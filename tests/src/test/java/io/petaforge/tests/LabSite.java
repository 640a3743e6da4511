package io.petaforge.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Ed25519Key;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PowerState;
import io.petaforge.api.Progress;
import io.petaforge.api.SshAccess;
import io.petaforge.lab.LabSubstrate;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Reply;
import io.petaforge.remote.SshFleet;
import io.petaforge.remote.SshSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Hosts of a lab that stand for a data centre whose machines exist: they have addresses and keys, somebody owns their power
 * and can install them anew, and petaforge made none of them. Opening one gives back what a killed run has left of it.
 */
final class LabSite implements AutoCloseable {
    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final Duration LINE = Duration.ofMinutes(2);

    private final LabSubstrate lab;
    private final String name;
    private final ClusterRequest machines;

    private LabSite(LabSubstrate lab, ClusterRequest machines) {
        this.lab = lab;
        this.name = machines.cluster();
        this.machines = machines;
    }

    /**
     * Makes the machines and switches them on; they may still be booting.
     *
     * @param name of the lab; no cluster of petaforge on this machine may have it
     */
    static LabSite open(String name, List<MachineRequest> hosts) throws IOException {
        return open(new ClusterRequest(name, hosts, List.of()));
    }

    /** The same with switches and cables. */
    static LabSite open(ClusterRequest machines) throws IOException {
        LabSite site = new LabSite(LabSubstrate.ofThisMachine(), machines);
        try {
            site.lab.release(site.name, Progress.SILENT);
            site.lab.acquire(machines, Progress.SILENT);
            site.writeSwitch();
            return site;
        } catch (IOException | RuntimeException e) {
            site.close();
            throw e;
        }
    }

    /** Hosts {@code group-1} to {@code group-count}, each in a rack of its own: {@code r1}, {@code r2} ... */
    static List<MachineRequest> hosts(
            String group, int count, MachineRequest.Image image, String memory, DiskRequest... drives) {
        return java.util.stream.IntStream.rangeClosed(1, count)
                .mapToObj(n -> new MachineRequest(
                        new MachineId(group + "-" + n),
                        group,
                        MachineRequest.Kind.HOST,
                        "r" + n,
                        2,
                        io.petaforge.api.ByteSize.parse(memory),
                        List.of(drives),
                        List.of(),
                        image))
                .toList();
    }

    ClusterRequest machines() {
        return machines;
    }

    /** How to reach every host: management address, the operator's private key, today's host keys. */
    Map<MachineId, SshAccess> access() {
        return new TreeMap<>(lab.access(name));
    }

    SshAccess access(MachineId host) {
        SshAccess access = access().get(host);
        if (access == null) {
            throw new AssertionError("the site has no " + host);
        }
        return access;
    }

    /** The file of the private key that all hosts accept for root. */
    Path privateKey() {
        return access().values().iterator().next().privateKey();
    }

    /** The way to the machines' network: this machine's address in it. */
    String gateway() {
        return network() + ".1";
    }

    /** The first three numbers of the machines' addresses. */
    String network() {
        String address = access().values().iterator().next().address();
        return address.substring(0, address.lastIndexOf('.'));
    }

    PowerState power(MachineId host) {
        return lab.power(name).getOrDefault(host, PowerState.OFF);
    }

    void on(MachineId host) {
        lab.powerOn(name, host);
    }

    /** Pulls the plug. */
    void off(MachineId host) {
        lab.powerOff(name, host);
    }

    void reset(MachineId host) {
        off(host);
        on(host);
    }

    /**
     * What a network boot installer does: a fresh root filesystem with the operator's key authorised, drives untouched; the
     * host is on afterwards.
     *
     * @param hostKey its host key from now on; otherwise it makes a new one
     */
    void reinstall(MachineId host, Optional<Ed25519Key> hostKey) {
        lab.reinstall(name, host, hostKey);
    }

    /**
     * A command that owns a host's power for programs outside of this process: with {@code on}, {@code off}, {@code reset},
     * {@code soft} (an orderly shutdown; returns before it is done) or {@code status} (prints on or off, in milliseconds)
     * as its last word, or {@code reinstall [USER-DATA]}, where the
     * file holds the installer's answers. It needs no shell quoting.
     */
    List<String> command(MachineId host) {
        return List.of("sh", directory(name).resolve("site-power").toString(), host.value());
    }

    /** Changes with each boot. */
    String bootId(MachineId host) {
        return run(host, "cat /proc/sys/kernel/random/boot_id").strip();
    }

    /** Runs a shell line as root, waiting for the host to boot, and returns what it printed. */
    String run(MachineId host, String line) {
        try (SshFleet fleet = SshFleet.of(List.of(access(host)), SshSettings.DEFAULTS.withBoot(BOOT))) {
            Reply reply =
                    fleet.host(host).run(Bundle.ofOperations(List.of(new Operation.Exec(Command.script(line), LINE))));
            reply.failed().ifPresent(failed -> {
                throw new AssertionError(line + ": " + failed.output());
            });
            return reply.operations().get(0).output().stdout();
        }
    }

    /** Gives everything back. */
    @Override
    public void close() {
        try (lab) {
            lab.release(name, Progress.SILENT);
        }
    }

    /** The lab's own: what is there goes with it. */
    private static Path directory(String name) {
        return Path.of("/var/lib/petaforge/labs", name);
    }

    private void writeSwitch() throws IOException {
        Path directory = directory(name);
        Files.writeString(
                directory.resolve("site-java"),
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \""
                        + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        + "\"\n");
        Files.writeString(
                directory.resolve("site-power"),
                """
                # site-power HOST on|off|reset|soft|status|reinstall [USER-DATA]
                # Where no process is asked for, none is made: controllers ask for the state again and again.
                host=%1$s/hosts/$1
                running() {
                    pid=0 start=0
                    [ ! -e "$host/supervisor" ] || read -r pid start <"$host/supervisor" || :
                    [ "$(awk '{ print $22 }' "/proc/$pid/stat" 2>/dev/null)" = "$start" ]
                }
                case $2 in
                status) if running; then echo on; else echo off; fi ;;
                # The signal that systemd-nspawn passes on as an orderly shutdown.
                soft) if running; then pkill -TERM -P "$pid"; fi ;;
                *) exec %2$s @%1$s/site-java %3$s %4$s "$@" ;;
                esac
                """
                        .formatted(
                                directory,
                                Path.of(System.getProperty("java.home"), "bin/java"),
                                LabSite.class.getName(),
                                name));
    }

    /** {@code SITE HOST on|off|reset|reinstall [USER-DATA]}, beside whoever has opened the site. */
    public static void main(String[] arguments) throws IOException {
        String site = arguments[0];
        MachineId host = new MachineId(arguments[1]);
        try (LabSubstrate lab = LabSubstrate.ofThisMachine()) {
            switch (arguments[2].toLowerCase(Locale.ROOT)) {
                case "on" -> lab.powerOn(site, host);
                case "off" -> lab.powerOff(site, host);
                case "reset" -> {
                    lab.powerOff(site, host);
                    lab.powerOn(site, host);
                }
                case "reinstall" ->
                    lab.reinstall(
                            site,
                            host,
                            arguments.length > 3 ? Optional.of(hostKey(Path.of(arguments[3]))) : Optional.empty());
                default -> throw new IllegalArgumentException(arguments[2]);
            }
        }
    }

    /** The host key that an installer would take from its answers: cloud-init's, below Ubuntu's autoinstall. */
    private static Ed25519Key hostKey(Path userData) throws IOException {
        JsonNode keys = new YAMLMapper().readTree(userData.toFile()).at("/autoinstall/user-data/ssh_keys");
        return new Ed25519Key(
                keys.path("ed25519_private").asText(),
                keys.path("ed25519_public").asText().strip());
    }
}
