package io.petaforge.tests;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Cable;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PortRef;
import io.petaforge.api.Progress;
import io.petaforge.api.Secret;
import io.petaforge.api.SshAccess;
import io.petaforge.lab.LabSubstrate;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Reply;
import io.petaforge.remote.SshFleet;
import io.petaforge.remote.SshSettings;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A lab host whose SSH connection comes in over its fabric port, by way of a neighbour: a relay on this machine listens on a
 * local port and speaks to the host from within the neighbour's network namespace. The out-of-band port serves only to look
 * at the host when that is cut.
 */
final class InBandHost implements AutoCloseable {
    static final MachineId HOST = new MachineId("host");
    static final Duration WINDOW = Duration.ofSeconds(20);
    private static final MachineId NEIGHBOUR = new MachineId("neighbour");
    private static final String CLUSTER = "commit-confirm";
    private static final String FILE = "/etc/systemd/network/05-petaforge-fab0.network";

    /** Networkd leaves addresses that it finds at its start. */
    private static final String RESTART = "ip address flush dev fab0 scope global; systemctl restart systemd-networkd";

    private static final String RELAY = "exec 3<>/dev/tcp/10.77.0.2/22 || exit; cat <&3 & cat >&3; kill $!";

    private final LabSubstrate lab;
    private final Map<MachineId, SshAccess> access;
    private final SshFleet outOfBand;
    private final ServerSocket relay;
    private final SshAccess inBand;

    private InBandHost(LabSubstrate lab, Map<MachineId, SshAccess> access) throws IOException {
        this.lab = lab;
        this.access = access;
        this.outOfBand = SshFleet.of(access.values(), SshSettings.DEFAULTS);
        this.relay = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        SshAccess direct = known(HOST);
        this.inBand = new SshAccess(
                HOST, "127.0.0.1", relay.getLocalPort(), direct.user(), direct.privateKey(), direct.hostKeys());
        Thread thread = new Thread(this::accept, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    /** The host, with an address on its fabric port that its files give it. */
    static InBandHost start(Path directory, String address) throws Exception {
        LabSubstrate lab = LabSubstrate.ofThisMachine();
        InBandHost host = new InBandHost(lab, lab.acquire(request(), Progress.SILENT));
        host.run(NEIGHBOUR, "ip address replace 10.77.0.1/24 dev swp1");
        host.outOfBand("printf '" + content(address).replace("\n", "\\n") + "' >" + FILE
                + " && systemctl enable --quiet systemd-networkd && systemctl restart systemd-networkd");
        host.await(List.of(address), Duration.ofSeconds(10));
        return host;
    }

    /** Has the host take these addresses, undone unless confirmed, over the fabric. */
    Reply change(String... addresses) {
        try (SshFleet fleet = SshFleet.of(List.of(inBand), SshSettings.DEFAULTS)) {
            return fleet.host(HOST).run(Bundle.ofOperations(List.of(guarded(addresses))));
        }
    }

    /** The same in a process of its own, which is killed when the change has been made. */
    void changeAndBeKilled(String address) throws Exception {
        Process client = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        InBandHost.class.getName(),
                        String.valueOf(inBand.port()),
                        inBand.privateKey().toString(),
                        inBand.hostKeys().get(0),
                        address)
                .redirectErrorStream(true)
                .redirectOutput(File.createTempFile("client", ".log"))
                .start();
        await(List.of(address), Duration.ofSeconds(20));
        if (!client.isAlive()) {
            throw new AssertionError("it ended before it could be killed");
        }
        client.destroyForcibly().waitFor();
    }

    /** The client that is killed. */
    public static void main(String[] arguments) {
        SshAccess access = new SshAccess(
                HOST,
                "127.0.0.1",
                Integer.parseInt(arguments[0]),
                "root",
                Path.of(arguments[1]),
                List.of(arguments[2]));
        try (SshFleet fleet = SshFleet.of(List.of(access), SshSettings.DEFAULTS)) {
            fleet.host(HOST).run(Bundle.ofOperations(List.of(guarded(arguments[3]))));
        }
    }

    private static Operation guarded(String... addresses) {
        return new Operation.Guarded(
                "interfaces",
                List.of(FILE),
                List.of(
                        new Operation.WriteFile(FILE, new Secret(content(addresses)), "0644", "root:root"),
                        new Operation.Exec(Command.script(RESTART), Duration.ofSeconds(20))),
                Command.script(RESTART),
                Duration.ofSeconds(1),
                WINDOW);
    }

    private static String content(String... addresses) {
        StringBuilder text = new StringBuilder("[Match]\nName=fab0\n\n[Network]\nIPv6AcceptRA=no\n");
        Arrays.stream(addresses)
                .forEach(address -> text.append("Address=").append(address).append('\n'));
        return text.toString();
    }

    /** Of the fabric port, seen from the side. */
    List<String> addresses() {
        return outOfBand("ip -o -4 address show dev fab0 scope global | awk '{print $4}'")
                .lines()
                .toList();
    }

    void await(List<String> addresses, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!addresses().equals(addresses)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(addresses() + " instead of " + addresses + "\n"
                        + outOfBand("systemctl status systemd-networkd; journalctl --no-pager -n 30"));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Runs a shell line on the host, past the fabric. */
    String outOfBand(String line) {
        return run(HOST, line);
    }

    private String run(MachineId machine, String line) {
        Reply reply = outOfBand
                .host(machine)
                .run(Bundle.ofOperations(List.of(new Operation.Exec(Command.script(line), Duration.ofSeconds(30)))));
        reply.failed().ifPresent(failed -> {
            throw new AssertionError(line + ": " + failed.output());
        });
        return reply.operations().get(0).output().stdout();
    }

    /** Pulls the plug and puts it back in. */
    void powerCycle() {
        lab.powerOff(CLUSTER, HOST);
        lab.powerOn(CLUSTER, HOST);
    }

    private SshAccess known(MachineId machine) {
        SshAccess known = access.get(machine);
        if (known == null) {
            throw new AssertionError("no way to " + machine);
        }
        return known;
    }

    private void accept() {
        List<String> argv =
                new ArrayList<>(List.of("ip", "netns", "exec", "pf." + CLUSTER + "." + NEIGHBOUR, "bash", "-c", RELAY));
        while (true) {
            try {
                Socket client = relay.accept();
                Process process = new ProcessBuilder(argv)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                pump(client, process, true);
                pump(client, process, false);
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void pump(Socket client, Process process, boolean in) {
        Thread thread = new Thread(
                () -> {
                    try (client) {
                        var from = in ? client.getInputStream() : process.getInputStream();
                        var to = in ? process.getOutputStream() : client.getOutputStream();
                        byte[] buffer = new byte[16 * 1024];
                        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                            to.write(buffer, 0, read);
                            to.flush();
                        }
                    } catch (IOException e) {
                        // One side is gone, and with it the other.
                    } finally {
                        process.descendants().forEach(ProcessHandle::destroyForcibly);
                        process.destroyForcibly();
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private static ClusterRequest request() {
        return new ClusterRequest(
                CLUSTER,
                List.of(
                        machine(HOST, MachineRequest.Kind.HOST, "fab0"),
                        machine(NEIGHBOUR, MachineRequest.Kind.SWITCH, "swp1")),
                List.of(new Cable(new PortRef(HOST, "fab0"), new PortRef(NEIGHBOUR, "swp1"), BitRate.ofGbit(10))));
    }

    private static MachineRequest machine(MachineId id, MachineRequest.Kind kind, String port) {
        return new MachineRequest(
                id,
                "test",
                kind,
                "r1",
                1,
                ByteSize.ofMiB(768),
                List.of(),
                List.of(port),
                kind == MachineRequest.Kind.HOST ? MachineRequest.Image.BARE : MachineRequest.Image.PREPARED);
    }

    @Override
    public void close() throws IOException {
        relay.close();
        outOfBand.close();
        lab.release(CLUSTER, Progress.SILENT);
        lab.close();
    }
}
