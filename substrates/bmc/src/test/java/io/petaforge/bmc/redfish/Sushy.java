package io.petaforge.bmc.redfish;

import io.petaforge.api.MachineId;
import io.petaforge.api.Secret;
import io.petaforge.bmc.device.BmcProtocol;
import io.petaforge.bmc.device.BmcTarget;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Redfish service that others wrote: the emulator of OpenStack's sushy-tools with its fake machines, over TLS and with a
 * login. Its machines follow an order 1 to 11 s later.
 */
final class Sushy implements AutoCloseable {
    static final String USER = "operator";
    static final String PASSWORD = "pw-Su4-never-shown";
    private static final String VERSION = "sushy-tools==2.2.0";
    private static final Path VENV = Path.of("target/sushy-venv");

    private final Path directory;
    private final Process process;
    private final int port;
    private final String fingerprint;

    private Sushy(Path directory, Process process, int port, String fingerprint) {
        this.directory = directory;
        this.process = process;
        this.port = port;
        this.fingerprint = fingerprint;
    }

    /** Installs it beside the classes of this module; says whether it is there. */
    static boolean present() throws IOException, InterruptedException {
        if (Files.isExecutable(VENV.resolve("bin/sushy-emulator"))) {
            return true;
        }
        try {
            return run("", "python3", "-m", "venv", VENV.toString()).isPresent()
                    && run("", VENV + "/bin/pip", "install", "--quiet", VERSION).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** Starts it with two machines. */
    static Sushy start() throws IOException, InterruptedException, GeneralSecurityException {
        Path directory = Files.createTempDirectory("sushy");
        String fingerprint = writeKeys(directory);
        String hash = run(
                        PASSWORD,
                        VENV + "/bin/python",
                        "-c",
                        "import bcrypt,sys; print(bcrypt.hashpw(sys.stdin.buffer.read(), bcrypt.gensalt(4)).decode())")
                .orElseThrow();
        Files.writeString(directory.resolve("users"), USER + ":" + hash.strip() + "\n");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.createDirectories(directory.resolve("state"));
        Files.writeString(
                directory.resolve("emulator.conf"),
                """
                SUSHY_EMULATOR_LISTEN_IP = '127.0.0.1'
                SUSHY_EMULATOR_LISTEN_PORT = %d
                SUSHY_EMULATOR_SSL_CERT = '%s/cert.pem'
                SUSHY_EMULATOR_SSL_KEY = '%s/key.pem'
                SUSHY_EMULATOR_AUTH_FILE = '%s/users'
                SUSHY_EMULATOR_STATE_DIR = '%s/state'
                SUSHY_EMULATOR_FAKE_DRIVER = True
                SUSHY_EMULATOR_FAKE_SYSTEMS = [
                    {'uuid': '11111111-1111-4111-8111-11111111111%%d' %% n, 'name': 'node%%d' %% n, 'power_state': 'Off',
                     'external_notifier': False, 'nics': [{'mac': '00:5c:52:31:3a:0%%d' %% n, 'ip': '192.0.2.%%d' %% n}]}
                    for n in (1, 2)]
                """
                        .formatted(port, directory, directory, directory, directory));
        Process process = new ProcessBuilder(
                        VENV.toAbsolutePath() + "/bin/sushy-emulator",
                        "--config",
                        directory.resolve("emulator.conf").toString(),
                        "--fake")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Sushy sushy = new Sushy(directory, process, port, fingerprint);
        sushy.awaitOpen();
        return sushy;
    }

    private static String writeKeys(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = FakeRedfish.selfSigned("sushy");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        Files.delete(store);
        Key key = keys.getKey("bmc", "changeit".toCharArray());
        X509Certificate certificate = (X509Certificate) keys.getCertificate("bmc");
        Files.writeString(directory.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
        Files.writeString(directory.resolve("cert.pem"), pem("CERTIFICATE", certificate.getEncoded()));
        return CertificateCheck.fingerprint(certificate);
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }

    private void awaitOpen() throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException("sushy-emulator: " + log(), e);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    BmcTarget target(Optional<String> pin, Optional<String> system, String password) {
        return new BmcTarget(
                new MachineId("storage-1"),
                BmcProtocol.REDFISH,
                "127.0.0.1",
                port,
                USER,
                new Secret(password),
                pin,
                system,
                Duration.ZERO);
    }

    Optional<String> pin() {
        return Optional.of(fingerprint);
    }

    static Optional<String> system(int n) {
        return Optional.of("11111111-1111-4111-8111-11111111111" + n);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The output of a program that succeeds; empty when it fails. */
    private static Optional<String> run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    }
}
