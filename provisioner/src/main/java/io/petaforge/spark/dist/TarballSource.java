package io.petaforge.spark.dist;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A distribution out of an upstream tarball. Upstream's own tarballs hold no S3A: what they lack of it is added from
 * Maven repositories, so that both sources end in the same kind of tree.
 */
final class TarballSource {
    private static final Duration DOWNLOAD = Duration.ofMinutes(30);

    private final ArchiveCache cache;
    private final Supplier<JarSource> jars;

    TarballSource(ArchiveCache cache, Supplier<JarSource> jars) {
        this.cache = cache;
        this.jars = jars;
    }

    SparkResource build(
            DistributionRequest request,
            DistributionRequest.Tarball tarball,
            Optional<LockFile> known,
            Progress progress)
            throws IOException {
        Files.createDirectories(cache.directory());
        Path work = Files.createTempDirectory(cache.directory(), "tarball");
        try {
            Path file = verified(tarball, work, progress);
            progress.report("unpacking " + file.getFileName());
            List<Unpacked> unpacked = unpack(file, tarball, work);
            List<LockFile.Entry> entries = new ArrayList<>();
            List<TreeEntry> tree = new ArrayList<>();
            for (Unpacked each : unpacked) {
                String sha256 = Sha256.of(each.file);
                long size = Files.size(each.file);
                tree.add(
                        new TreeEntry(each.path, sha256, size, each.executable, () -> Files.newInputStream(each.file)));
                jar(each.path).ifPresent(c -> entries.add(new LockFile.Entry(c, sha256, size)));
            }
            Set<String> present =
                    entries.stream().map(e -> e.coordinates().artifact()).collect(Collectors.toSet());
            Added added = added(request.versions(), present);
            List<LockFile.Entry> more = SparkDistributions.entries(added.jars);
            entries.addAll(more);
            LockFile lock = new LockFile(request.versions(), added.sdk, Optional.of(tarball.sha256()), entries);
            if (request.lock().isPresent() && known.isPresent()) {
                SparkDistributions.same(known.get(), entries);
            }
            // The lock names every jar; those of the tarball are in the tree already.
            tree.addAll(SparkDistributions.tree(lock, added.jars));
            SparkResource resource = cache.store(lock, distinct(tree));
            cache.keep(request.key(), lock);
            return resource;
        } finally {
            delete(work);
        }
    }

    private record Unpacked(String path, Path file, boolean executable) {}

    private record Added(List<JarSource.Jar> jars, String sdk) {}

    private Added added(SparkVersions versions, Set<String> present) {
        boolean sdk = present.contains("bundle") || present.contains("s3") || present.contains("aws-java-sdk-bundle");
        boolean cloud = present.contains("spark-hadoop-cloud_" + versions.scala());
        Optional<AlignedSet> set = AlignedSet.of(versions);
        if (sdk && cloud && present.contains("hadoop-aws") && set.isPresent()) {
            return new Added(List.of(), set.get().sdk());
        }
        JarSource.Resolved resolved = jars.get().resolve(versions, JarSource.Scope.S3A);
        return new Added(
                resolved.jars().stream()
                        .filter(jar -> !present.contains(jar.coordinates().artifact()))
                        .filter(jar -> !sdk || !jar.coordinates().group().equals("software.amazon.awssdk"))
                        .toList(),
                resolved.declaredSdk());
    }

    private static List<TreeEntry> distinct(List<TreeEntry> tree) {
        // Ours replaces upstream's RELEASE.
        return List.copyOf(tree.stream()
                .collect(Collectors.toMap(TreeEntry::path, entry -> entry, (upstream, ours) -> ours))
                .values());
    }

    private static Optional<Coordinates> jar(String path) {
        return path.startsWith("jars/") && path.indexOf('/', 5) < 0
                ? Coordinates.ofJar(path.substring(5))
                : Optional.empty();
    }

    private static List<Unpacked> unpack(Path file, DistributionRequest.Tarball tarball, Path work) throws IOException {
        List<Unpacked> files = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                int top = entry.getName().indexOf('/');
                String path = entry.getName().substring(top + 1);
                if (entry.isDirectory() || path.isEmpty() || path.startsWith("conf/")) {
                    continue;
                }
                Path target = work.resolve("tree").resolve(path).normalize();
                if (!entry.isFile() || top < 0 || !target.startsWith(work.resolve("tree"))) {
                    throw new PetaforgeException(
                            ExitCode.BAD_INPUT,
                            Problem.of(
                                    "PF-SPK-043",
                                    tarball.location() + " holds '" + entry.getName()
                                            + "', which is not a plain file below one directory",
                                    "use a tarball as the Spark project publishes them"));
                }
                Files.createDirectories(target.getParent() == null ? work : target.getParent());
                Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
                files.add(new Unpacked(path, target, (entry.getMode() & 0111) != 0));
            }
        }
        return files;
    }

    private static Path verified(DistributionRequest.Tarball tarball, Path work, Progress progress) throws IOException {
        boolean remote = tarball.location().matches("https?://.*");
        Path file = remote ? work.resolve("download.tgz") : Path.of(tarball.location());
        String found;
        if (remote) {
            progress.report("downloading " + tarball.location());
            found = download(tarball.location(), file);
        } else if (Files.isReadable(file)) {
            found = Sha256.of(file);
        } else {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of("PF-SPK-040", "there is no readable file " + file, "name an existing Spark tarball"));
        }
        if (!found.equals(tarball.sha256())) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-SPK-041",
                            tarball.location() + " has SHA-256 " + found + ", the inventory says " + tarball.sha256(),
                            "fetch the tarball again, or correct the checksum if it was copied wrongly"));
        }
        return file;
    }

    private static String download(String location, Path target) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
        MessageDigest digest = Sha256.digest();
        String failure;
        try {
            HttpResponse<InputStream> response = client.send(
                    HttpRequest.newBuilder(URI.create(location))
                            .timeout(DOWNLOAD)
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body();
                    OutputStream out = new DigestOutputStream(Files.newOutputStream(target), digest)) {
                if (response.statusCode() == 200) {
                    in.transferTo(out);
                    return Sha256.hex(digest.digest());
                }
                failure = "HTTP status " + response.statusCode();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = "interrupted";
        } catch (java.net.ConnectException | java.net.http.HttpTimeoutException e) {
            failure = e.toString();
        }
        throw new PetaforgeException(
                ExitCode.PREFLIGHT,
                Problem.of(
                        "PF-SPK-042",
                        location + " could not be downloaded: " + failure,
                        "check the address and the network, or download it yourself and name the file"));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
