package io.petaforge.tests;

import com.sun.net.httpserver.HttpServer;
import io.petaforge.api.MachineId;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * A mirror with a later release of Ceph's packages: the lab's own, unpacked and packed again under a later version number,
 * which their dependencies on each other name too.
 */
final class LaterPackages implements AutoCloseable {
    private static final String SUFFIX = "+later1";

    /** $1: where the packages are, $2: the present version, $3: the later one, $4: the mirror's directory. */
    private static final String PACK =
            """
            set -e
            at=$4/pool
            mkdir -p "$at" "$4/dists/bookworm/main/binary-amd64"
            list=$4/dists/bookworm/main/binary-amd64/Packages
            : >"$list"
            for deb in "$1"/*.deb; do
              [ "$(dpkg-deb -f "$deb" Version)" = "$2" ] || continue
              name=$(dpkg-deb -f "$deb" Package)
              tree=$4/tree
              dpkg-deb -R "$deb" "$tree"
              sed -i "s/$(printf %s "$2" | sed 's/[.]/\\\\&/g')/$3/g" "$tree/DEBIAN/control"
              dpkg-deb --root-owner-group -Zgzip -z1 -b "$tree" "$at/$name.deb" >/dev/null
              rm -rf "$tree"
              dpkg-deb -f "$at/$name.deb" >>"$list"
              printf 'Filename: pool/%s.deb\\nSize: %s\\nSHA256: %s\\n\\n' "$name" "$(stat -c %s "$at/$name.deb")" \\
                "$(sha256sum <"$at/$name.deb" | cut -d ' ' -f 1)" >>"$list"
            done
            cd "$4/dists/bookworm"
            printf 'Suite: bookworm\\nCodename: bookworm\\nArchitectures: amd64\\nComponents: main\\nSHA256:\\n %s %s %s\\n' \\
              "$(sha256sum <main/binary-amd64/Packages | cut -d ' ' -f 1)" "$(stat -c %s main/binary-amd64/Packages)" \\
              main/binary-amd64/Packages >Release
            """;

    /** Nobody has signed it; these hosts are told to take that. */
    private static final String TRUST = "printf '%s\\n' 'Acquire::AllowInsecureRepositories \"true\";'"
            + " 'APT::Get::AllowUnauthenticated \"true\";' >/etc/apt/apt.conf.d/99later";

    private final String version;
    private final HttpServer server;

    private LaterPackages(String version, HttpServer server) {
        this.version = version;
        this.server = server;
    }

    /** Packs them, serves them to the hosts of a site, and has those trust them. */
    static LaterPackages of(String present, LabSite site, Path directory) throws Exception {
        String version = present + SUFFIX;
        Path mirror = Files.createDirectory(directory.resolve("mirror"));
        Process pack = new ProcessBuilder(
                        "sh", "-c", PACK, "pack", CephTools.packages().toString(), present, version, mirror.toString())
                .inheritIO()
                .start();
        if (pack.waitFor() != 0) {
            throw new AssertionError("the packages could not be packed again");
        }
        for (MachineId host : site.access().keySet()) {
            site.run(host, TRUST);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(site.gateway(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "later-packages");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            try (exchange) {
                Path file =
                        mirror.resolve("." + exchange.getRequestURI().getPath()).normalize();
                if (!file.startsWith(mirror) || !Files.isRegularFile(file)) {
                    exchange.sendResponseHeaders(404, -1);
                    return;
                }
                exchange.sendResponseHeaders(200, Files.size(file));
                try (OutputStream body = exchange.getResponseBody()) {
                    Files.copy(file, body);
                }
            }
        });
        server.start();
        return new LaterPackages(version, server);
    }

    String version() {
        return version;
    }

    /** The mirror's base address. */
    String address() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
