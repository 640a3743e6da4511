package io.petaforge.spark.dist;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Provides distributions: from the cache if it has them, else from where the request says. What was resolved once stays
 * what it was: the lock of the first resolution, or the one that petaforge ships for the sets it was tested with, binds
 * every later one.
 */
public final class SparkDistributions {
    private final ArchiveCache cache;
    private final Supplier<JarSource> jars;

    /**
     * @param cache directory for archives and locks, made when needed
     * @param jars where jars come from, asked for only when something is missing
     */
    public SparkDistributions(Path cache, Supplier<JarSource> jars) {
        this.cache = new ArchiveCache(cache);
        this.jars = jars;
    }

    /** Distributions kept below petaforge's cache directory, from where this user's Maven takes its jars. */
    public static SparkDistributions ofUser(Path petaforgeCache) {
        // Not a method reference: that would load Maven's resolver here.
        return new SparkDistributions(petaforgeCache.resolve("spark"), () -> MavenJars.ofUser());
    }

    /**
     * The cache directory of this user: {@code PETAFORGE_CACHE}, else {@code /var/cache/petaforge} for root, else
     * {@code ~/.cache/petaforge}.
     */
    public static Path cacheDirectory(Map<String, String> environment, String user, Path home) {
        String chosen = environment.getOrDefault("PETAFORGE_CACHE", "");
        if (!chosen.isEmpty()) {
            return Path.of(chosen);
        }
        return user.equals("root") ? Path.of("/var/cache/petaforge") : home.resolve(".cache/petaforge");
    }

    /**
     * The distribution, from the cache or built now.
     *
     * @throws PetaforgeException with everything that is wrong: not aligned (PF-SPK-001 to 009), missing or out of reach
     *     (PF-SPK-020 to 022), not what the lock says (PF-SPK-030), cache or tarball unusable (PF-SPK-031 to 043)
     */
    public SparkResource provide(DistributionRequest request, Progress progress) {
        try {
            Optional<LockFile> binding = binding(request);
            Optional<LockFile> known = binding.isPresent() ? binding : cache.lock(request.key());
            Optional<SparkResource> ready = known.isPresent() ? cache.find(known.get()) : Optional.empty();
            SparkResource resource = ready.isPresent() ? ready.get() : build(request, known, progress);
            aligned(resource.lock());
            return resource;
        } catch (IOException e) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-SPK-031",
                            "the cache " + cache.directory() + " cannot be used: " + e,
                            "make room or grant access there, or set PETAFORGE_CACHE to another directory"),
                    e);
        }
    }

    private SparkResource build(DistributionRequest request, Optional<LockFile> known, Progress progress)
            throws IOException {
        if (request.tarball().isPresent()) {
            return new TarballSource(cache, jars)
                    .build(request, request.tarball().get(), known, progress);
        }
        List<JarSource.Jar> found;
        LockFile lock;
        if (known.isPresent()) {
            progress.report("fetching " + known.get().entries().size() + " jars of " + request.versions());
            found = jars.get().fetch(request.versions(), known.get().coordinates());
            lock = known.get();
        } else {
            progress.report("resolving " + request.versions());
            JarSource.Resolved resolved = jars.get().resolve(request.versions(), JarSource.Scope.WHOLE);
            found = resolved.jars();
            lock = new LockFile(request.versions(), resolved.declaredSdk(), Optional.empty(), entries(found));
        }
        aligned(lock);
        same(lock, entries(found));
        progress.report("packing " + lock.entries().size() + " jars, " + (lock.totalBytes() >> 20) + " MiB");
        SparkResource resource = cache.store(lock, tree(lock, found));
        cache.keep(request.key(), lock);
        return resource;
    }

    /** The files of a tree that consists of jars only. */
    static List<TreeEntry> tree(LockFile lock, List<JarSource.Jar> found) {
        Map<Coordinates, Path> files =
                found.stream().collect(Collectors.toMap(JarSource.Jar::coordinates, JarSource.Jar::file, (a, b) -> a));
        Map<String, Long> names = lock.entries().stream()
                .collect(Collectors.groupingBy(e -> e.coordinates().fileName(), Collectors.counting()));
        List<TreeEntry> tree = new ArrayList<>();
        for (LockFile.Entry entry : lock.entries()) {
            Path file = files.get(entry.coordinates());
            if (file != null) {
                String name = entry.coordinates().fileName();
                // Two groups may have an artifact of the same name and version.
                boolean unique = names.getOrDefault(name, 0L) == 1;
                String unambiguous = unique ? name : entry.coordinates().group() + "." + name;
                tree.add(TreeEntry.of("jars/" + unambiguous, entry, file));
            }
        }
        tree.add(TreeEntry.of("LOCK", lock.render()));
        tree.add(TreeEntry.of(
                "RELEASE",
                "Spark " + lock.versions().spark() + " built for Hadoop "
                        + lock.versions().hadoop() + " and Scala "
                        + lock.versions().scala() + "\n"));
        return tree;
    }

    static List<LockFile.Entry> entries(List<JarSource.Jar> jars) throws IOException {
        List<LockFile.Entry> entries = new ArrayList<>();
        for (JarSource.Jar jar : jars) {
            entries.add(new LockFile.Entry(jar.coordinates(), Sha256.of(jar.file()), Files.size(jar.file())));
        }
        return entries;
    }

    private static void aligned(LockFile lock) {
        JavaRange java = AlignedSet.of(lock.versions())
                .orElseGet(() -> AlignedSet.nearest(lock.versions()))
                .java();
        List<Problem> problems = new AlignmentCheck(lock.versions(), lock.sdk(), java).jars(lock.coordinates());
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
    }

    /** Refuses files that are not the locked ones, naming every difference. */
    static void same(LockFile lock, List<LockFile.Entry> found) {
        Map<Coordinates, LockFile.Entry> actual =
                found.stream().collect(Collectors.toMap(LockFile.Entry::coordinates, Function.identity(), (a, b) -> a));
        Map<Coordinates, LockFile.Entry> wanted =
                lock.entries().stream().collect(Collectors.toMap(LockFile.Entry::coordinates, Function.identity()));
        List<Problem> problems = new ArrayList<>();
        wanted.values().stream().sorted().forEach(entry -> {
            LockFile.Entry there = actual.get(entry.coordinates());
            if (there == null) {
                problems.add(differs(entry.coordinates() + " is in the lock file but was not found"));
            } else if (!there.equals(entry)) {
                problems.add(differs(entry.coordinates() + " has SHA-256 " + there.sha256() + " (" + there.size()
                        + " bytes), the lock file says " + entry.sha256() + " (" + entry.size() + " bytes)"));
            }
        });
        actual.keySet().stream()
                .filter(c -> !wanted.containsKey(c))
                .sorted()
                .forEach(c -> problems.add(differs(c + " is not in the lock file")));
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
    }

    private static Problem differs(String what) {
        return Problem.of(
                "PF-SPK-030",
                what,
                "remove the file from the local Maven repository if it was damaged; if the change is wanted, write a new"
                        + " lock file");
    }

    private Optional<LockFile> binding(DistributionRequest request) throws IOException {
        if (request.lock().isPresent()) {
            Path file = request.lock().get();
            try {
                LockFile lock = LockFile.parse(Files.readString(file));
                if (!lock.versions().equals(request.versions())
                        || !lock.tarball().equals(request.tarball().map(DistributionRequest.Tarball::sha256))) {
                    throw new IllegalArgumentException(
                            "it is for " + lock.versions() + ", not for " + request.versions());
                }
                return Optional.of(lock);
            } catch (IOException | IllegalArgumentException e) {
                throw new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.of(
                                "PF-SPK-032",
                                "the lock file " + file + " cannot be used: " + e.getMessage(),
                                "name a lock file for " + request.versions() + " from the same source, or none"),
                        e);
            }
        }
        if (request.tarball().isPresent()) {
            return Optional.empty();
        }
        try (InputStream shipped = SparkDistributions.class.getResourceAsStream(
                "locks/" + request.versions().key() + ".lock")) {
            return shipped == null
                    ? Optional.empty()
                    : Optional.of(LockFile.parse(new String(shipped.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }
}
