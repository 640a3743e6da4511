package io.petaforge.bmc;

import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.api.SshAccess;
import io.petaforge.bmc.device.BmcProtocol;
import io.petaforge.bmc.device.BmcTarget;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Real IPMI controllers on loopback: ipmi_sim of Debian's openipmi, one process each, whose chassis is a directory with a
 * script. Every one has 63 sessions, cipher suites 0 to 3, three sensors, an event log and a FRU.
 */
public final class IpmiSimulators implements AutoCloseable {
    /** Occurs nowhere else, so that it can be looked for. */
    public static final String PASSWORD = "pw-Zq7-never-shown";

    public static final String USER = "admin";

    private final Path directory;
    private final List<String> commands;
    private final List<Integer> ports = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    private IpmiSimulators(Path directory, List<String> commands) {
        this.directory = directory;
        this.commands = List.copyOf(commands);
    }

    /** Whether the programs are here or could be installed; says so on standard error when not. */
    public static boolean possible() throws IOException, InterruptedException {
        boolean present = Packages.present(Map.of(
                "ipmi_sim", "openipmi", "sdrcomp", "openipmi", "ipmitool", "ipmitool", "ipmipower", "freeipmi-tools"));
        if (!present) {
            System.err.println("SKIPPED: openipmi, ipmitool and freeipmi-tools cannot be installed here");
        }
        return present;
    }

    /** Starts so many, each of which has a file for its machine's power. */
    public static IpmiSimulators start(int count) throws IOException, InterruptedException {
        return start(Collections.nCopies(count, ""));
    }

    /**
     * Starts one for each command.
     *
     * @param commands what owns their machines' power, see chassis-control.sh; empty for a file
     */
    public static IpmiSimulators start(List<String> commands) throws IOException, InterruptedException {
        IpmiSimulators simulators = new IpmiSimulators(Files.createTempDirectory("ipmi-sim"), commands);
        try {
            simulators.startAll();
            return simulators;
        } catch (IOException | InterruptedException e) {
            simulators.close();
            throw e;
        }
    }

    /** Ports that nobody has: ipmi_sim shares one with whoever has it already, and then each gets some of the packets. */
    private void takePorts() throws IOException {
        List<DatagramSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < commands.size(); i++) {
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                held.add(socket);
                ports.add(socket.getLocalPort());
            }
        } finally {
            held.forEach(DatagramSocket::close);
        }
    }

    private void startAll() throws IOException, InterruptedException {
        takePorts();
        Path script = directory.resolve("chassis-control.sh");
        copy("chassis-control.sh", script);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        copy("sensors.sdrs", directory.resolve("sensors.sdrs"));
        copy("controller.emu", directory.resolve("controller.emu"));
        Path compiled = directory.resolve("sdr.20.main");
        run(
                directory,
                "sdrcomp",
                "-o",
                compiled.toString(),
                directory.resolve("sensors.sdrs").toString());
        for (int i = 0; i < commands.size(); i++) {
            startOne(i, commands.get(i), script, compiled);
        }
        for (int i = 0; i < commands.size(); i++) {
            awaitOpen(i);
        }
    }

    private void startOne(int i, String command, Path script, Path compiled) throws IOException {
        Path own = directory(i);
        Path state = Files.createDirectories(own.resolve("state/ipmi_sim/bmc"));
        Files.copy(compiled, state.resolve("sdr.20.main"));
        String privileges = String.join(
                "\n",
                List.of("callback", "user", "operator", "admin").stream()
                        .map(level -> "    allowed_auths_" + level + " none md2 md5 straight")
                        .toList());
        Files.writeString(
                own.resolve("lan.conf"),
                """
                name "bmc"
                set_working_mc 0x20
                  startlan 1
                    addr 127.0.0.1 %d
                    priv_limit admin
                %s
                    guid a123456789abcdefa123456789ab%04x
                  endlan
                  chassis_control "%s %s '%s'"
                  user 1 true "" "" user 10 none md2 md5 straight
                  user 2 true "%s" "%s" admin 10 none md2 md5 straight
                """
                        .formatted(port(i), privileges, i, script, own, command, USER, PASSWORD));
        processes.add(new ProcessBuilder(
                        "ipmi_sim",
                        "-c",
                        own.resolve("lan.conf").toString(),
                        "-f",
                        directory.resolve("controller.emu").toString(),
                        "-s",
                        own.resolve("state").toString(),
                        "-n")
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("log").toFile())
                .start());
    }

    private void awaitOpen(int i) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!openSession(i, 0)) {
            if (System.nanoTime() > end) {
                throw new IOException("ipmi_sim " + i + " does not answer: "
                        + Files.readString(directory(i).resolve("log")));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Takes sessions until there is none left, by asking for them and never logging in. */
    public void exhaustSessions(int i) throws IOException {
        for (int n = 1; n <= 70; n++) {
            openSession(i, n);
        }
    }

    /** An RMCP+ Open Session Request for cipher suite 3, and whether anything was answered. */
    private boolean openSession(int i, int tag) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        request.put(new byte[] {6, 0, (byte) 0xff, 7, 6, 0x10})
                .putInt(0)
                .putInt(0)
                .putShort((short) 32);
        request.put(new byte[] {(byte) tag, 4, 0, 0}).putInt(0xa0000000 + tag);
        for (int payload = 0; payload < 3; payload++) {
            request.put(new byte[] {(byte) payload, 0, 0, 8, 1, 0, 0, 0});
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(100);
            socket.connect(InetAddress.getLoopbackAddress(), port(i));
            socket.send(new DatagramPacket(request.array(), request.capacity()));
            socket.receive(new DatagramPacket(new byte[256], 256));
            return true;
        } catch (java.net.PortUnreachableException | java.net.SocketTimeoutException e) {
            return false;
        }
    }

    /** The machine behind controller {@code i}, with the right login. */
    public BmcHost host(int i) {
        return host(i, port(i), USER, PASSWORD);
    }

    /** The machine behind a port with some login. */
    public static BmcHost host(int i, int port, String user, String password) {
        MachineId id = new MachineId("node-" + (i + 1));
        return new BmcHost(
                new BmcTarget(
                        id,
                        BmcProtocol.IPMI,
                        "127.0.0.1",
                        port,
                        user,
                        new Secret(password),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ZERO),
                new SshAccess(id, "127.0.0.1", 1, "root", Path.of("/nonexistent"), List.of()));
    }

    public int port(int i) {
        return ports.get(i);
    }

    /** Where the state of chassis {@code i} is. */
    public Path directory(int i) {
        return directory.resolve("bmc-" + i);
    }

    /** Orders that chassis {@code i} was given, in their order. */
    public List<String> orders(int i) throws IOException {
        Path orders = directory(i).resolve("orders");
        return Files.exists(orders) ? Files.readAllLines(orders) : List.of();
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Process::destroyForcibly);
        for (Process process : processes) {
            process.onExit().join();
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void copy(String name, Path to) throws IOException {
        try (InputStream in = IpmiSimulators.class.getResourceAsStream("/ipmi_sim/" + name)) {
            Files.copy(in, to);
        }
    }

    private static void run(Path directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }
}
