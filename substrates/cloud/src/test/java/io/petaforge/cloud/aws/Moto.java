package io.petaforge.cloud.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An EC2 that others wrote: moto's server. Its machines run at once, and its client tokens are not idempotent. */
public final class Moto implements AutoCloseable {
    private static final String VERSION = "moto[server]==5.2.5";
    private static final Path MODULE = module();
    private static final Path VENV = MODULE.resolve("target/moto-venv");
    private static final Path SCRIPTS = MODULE.resolve("src/test/resources/aws");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path log;
    private final Process process;
    private final int port;
    private Process lister;
    private BufferedReader listed;

    private Moto(Path log, Process process, int port) {
        this.log = log;
        this.process = process;
        this.port = port;
    }

    /** One installation for the tests of all modules. */
    private static Path module() {
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            Path module = above.resolve("substrates/cloud");
            if (Files.isDirectory(module)) {
                return module;
            }
        }
        throw new IllegalStateException("not started in a directory of the project");
    }

    /** Installs it beside the classes of this module; says whether it is there. */
    public static boolean present() throws IOException, InterruptedException {
        if (Files.isExecutable(VENV.resolve("bin/moto_server"))) {
            return true;
        }
        boolean installed;
        try {
            installed = run("", "python3", "-m", "venv", VENV.toString()).isPresent()
                    && run("", VENV + "/bin/pip", "install", "--quiet", VERSION).isPresent();
        } catch (IOException e) {
            installed = false;
        }
        if (!installed) {
            System.out.println("!!! NOT TESTED: THE AWS DRIVER AGAINST AN EC2 (" + VERSION + " cannot be installed)");
        }
        return installed;
    }

    public static Moto start() throws IOException, InterruptedException {
        Path log = Files.createTempFile("moto", ".log");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(VENV + "/bin/moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Moto moto = new Moto(log, process, port);
        moto.awaitOpen();
        return moto;
    }

    private void awaitOpen() throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException("moto_server: " + Files.readString(log), e);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Forgets everything. */
    public void reset() throws IOException, InterruptedException {
        HTTP.send(
                HttpRequest.newBuilder(address().resolve("/moto-api/reset"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    /** What boto3 lists, one line for each thing; the default network that every account has is left out. */
    public synchronized List<String> listing() throws IOException {
        if (lister == null) {
            lister = new ProcessBuilder(
                            VENV + "/bin/python",
                            "-u",
                            SCRIPTS.resolve("list_all.py").toString(),
                            address().toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            listed = new BufferedReader(new InputStreamReader(lister.getInputStream(), StandardCharsets.UTF_8));
        }
        lister.getOutputStream().write('\n');
        lister.getOutputStream().flush();
        List<String> lines = new ArrayList<>();
        for (String line = listed.readLine(); !".".equals(line); line = listed.readLine()) {
            if (line == null) {
                throw new IOException("boto3 could not list");
            }
            lines.add(line);
        }
        return lines.stream().sorted().toList();
    }

    /** What is wrong with requests by EC2's model; the last line says how many were checked. */
    public static List<String> check(List<String> forms) throws IOException, InterruptedException {
        return run(
                        String.join("\n", forms) + "\n",
                        VENV + "/bin/python",
                        SCRIPTS.resolve("check_requests.py").toString())
                .orElseThrow(() -> new IOException("the check could not run"))
                .lines()
                .toList();
    }

    /** What a program of Python prints, with moto's packages. */
    public static String python(String input, String program) throws IOException, InterruptedException {
        return run(input, VENV + "/bin/python", "-c", program).orElseThrow(() -> new IOException("the program failed"));
    }

    @Override
    public void close() throws IOException {
        if (lister != null) {
            lister.destroyForcibly();
            lister.onExit().join();
        }
        process.destroyForcibly();
        process.onExit().join();
        Files.delete(log);
    }

    /** The output of a program that succeeds; empty when it fails. */
    static Optional<String> run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread feeding = new Thread(() -> {
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It ended before it had read all: its status tells.
            }
        });
        feeding.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        feeding.join();
        return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    }
}
