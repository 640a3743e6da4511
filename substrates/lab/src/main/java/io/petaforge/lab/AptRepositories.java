package io.petaforge.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the packages of the prepared layer to bare hosts, on the out-of-band network of their lab only. */
final class AptRepositories {
    /** Enough for every host of a lab to install at once on a machine of few cores. */
    private static final int THREADS = 8;

    private final ImageCache images;
    private final Map<String, Served> served = new HashMap<>();

    AptRepositories(ImageCache images) {
        this.images = images;
    }

    private record Served(HttpServer server, ExecutorService threads, String line) {
        void stop() {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    /** The line for an apt sources file; empty when the lab has no package repository. */
    synchronized Optional<String> serve(LabRecord lab) {
        Path directory = images.repository(lab.preparedLayer());
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        return Optional.of(served.computeIfAbsent(lab.cluster(), cluster -> start(lab, directory))
                .line());
    }

    synchronized void close(String cluster) {
        Optional.ofNullable(served.remove(cluster)).ifPresent(Served::stop);
    }

    synchronized void closeAll() {
        served.values().forEach(Served::stop);
        served.clear();
    }

    private static Served start(LabRecord lab, Path directory) {
        String address = Naming.gateway(lab.network());
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 0);
            ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
                Thread thread = new Thread(task, "lab-packages");
                thread.setDaemon(true);
                return thread;
            });
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(exchange, directory));
            server.start();
            String line = "deb [trusted=yes] http://" + address + ":"
                    + server.getAddress().getPort() + "/ ./";
            return new Served(server, threads, line);
        } catch (IOException e) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-LAB-008",
                            "Packages cannot be served to the lab at " + address + ": " + e.getMessage(),
                            "Check that the lab exists and that its bridge " + Naming.bridge(lab.network())
                                    + " has this address ('ip address')."),
                    e);
        }
    }

    private static void answer(HttpExchange exchange, Path directory) throws IOException {
        try (exchange) {
            Optional<Path> file = file(exchange.getRequestURI(), directory);
            boolean reads = exchange.getRequestMethod().equals("GET");
            if (file.isEmpty() || !(reads || exchange.getRequestMethod().equals("HEAD"))) {
                exchange.sendResponseHeaders(file.isEmpty() ? 404 : 405, -1);
                return;
            }
            long size = Files.size(file.get());
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.sendResponseHeaders(200, reads && size > 0 ? size : -1);
            if (reads && size > 0) {
                try (OutputStream body = exchange.getResponseBody()) {
                    Files.copy(file.get(), body);
                }
            }
        }
    }

    /** Only plain files right inside the directory: a flat repository has no others. */
    static Optional<Path> file(URI request, Path directory) {
        String path = request.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        Path file = directory.resolve(name);
        boolean flat = path.replaceFirst("^/(\\./)?", "").equals(name) && !name.isEmpty() && !name.startsWith(".");
        return flat && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }
}
