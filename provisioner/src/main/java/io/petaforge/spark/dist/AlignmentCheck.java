package io.petaforge.spark.dist;

import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether the jars that were really found can work together. Each rule stands for a failure that otherwise shows up
 * late, as a {@code NoSuchMethodError} in an executor or as lost data.
 */
public final class AlignmentCheck {
    private static final Pattern SCALA_SUFFIX = Pattern.compile(".*_(2\\.1[0-9]|3)");
    private static final Set<String> HADOOP = Set.of("hadoop-client-api", "hadoop-client-runtime", "hadoop-aws");
    // What the thin SDK consists of as far as S3A is concerned; their own dependencies follow from their POMs.
    private static final Set<String> THIN_SDK =
            Set.of("s3-transfer-manager", "sts", "apache-client", "netty-nio-client");

    private final SparkVersions asked;
    private final String declaredSdk;
    private final JavaRange range;

    /**
     * @param asked the releases that the user named
     * @param declaredSdk the AWS SDK release that Hadoop's project POM declares
     * @param range where the distribution runs
     */
    public AlignmentCheck(SparkVersions asked, String declaredSdk, JavaRange range) {
        this.asked = asked;
        this.declaredSdk = declaredSdk;
        this.range = range;
    }

    /** Everything that is wrong with these jars; empty when they are aligned. */
    public List<Problem> jars(List<Coordinates> jars) {
        List<Problem> problems = new ArrayList<>();
        hadoop(jars, problems);
        spark(jars, problems);
        sdk(jars, problems);
        if (versions(jars, named("commons-lang3")).isEmpty()) {
            problems.add(Problem.of(
                    "PF-SPK-006",
                    "commons-lang3 is missing: Spark's core needs it and hadoop-client-runtime hides its own",
                    "add org.apache.commons:commons-lang3"));
        }
        return problems;
    }

    /** What is wrong with a Java release, as {@code java.version} tells it. */
    public Optional<Problem> java(String release) {
        return range.contains(release)
                ? Optional.empty()
                : Optional.of(Problem.of(
                        "PF-SPK-007",
                        "Java " + release + " cannot run " + asked + ": it needs " + range,
                        "install a Java in that range, or choose another set of releases: "
                                + AlignedSet.KNOWN.stream()
                                        .filter(set -> set.java().contains(release))
                                        .findFirst()
                                        .map(AlignedSet::describe)
                                        .orElse("none is known for Java " + release)));
    }

    private void hadoop(List<Coordinates> jars, List<Problem> problems) {
        Set<String> found = new TreeSet<>();
        for (String artifact : new TreeSet<>(HADOOP)) {
            Set<String> versions = versions(jars, named(artifact));
            if (versions.isEmpty()) {
                problems.add(Problem.of(
                        "PF-SPK-001",
                        artifact + " is missing",
                        "add org.apache.hadoop:" + artifact + ":" + asked.hadoop()));
            }
            found.addAll(versions);
        }
        if (found.size() > 1 || (found.size() == 1 && !found.contains(asked.hadoop()))) {
            problems.add(Problem.of(
                    "PF-SPK-002",
                    "hadoop-client-api, hadoop-client-runtime and hadoop-aws must all be " + asked.hadoop() + ", found "
                            + list(jars, jar -> HADOOP.contains(jar.artifact())),
                    suggestion()));
        }
    }

    private void spark(List<Coordinates> jars, List<Problem> problems) {
        Set<String> core = versions(jars, unsuffixed("spark-core"));
        Set<String> cloud = versions(jars, unsuffixed("spark-hadoop-cloud"));
        if (!core.equals(Set.of(asked.spark())) || !cloud.equals(core)) {
            problems.add(Problem.of(
                    "PF-SPK-003",
                    "spark-core and spark-hadoop-cloud must both be " + asked.spark() + ", found "
                            + list(jars, unsuffixed("spark-core").or(unsuffixed("spark-hadoop-cloud"))),
                    suggestion()));
        }
        Set<String> suffixes = new TreeSet<>();
        for (Coordinates jar : jars) {
            Matcher suffix = SCALA_SUFFIX.matcher(jar.artifact());
            if (suffix.matches()) {
                suffixes.add(suffix.group(1));
            }
        }
        if (!suffixes.equals(Set.of(asked.scala()))) {
            problems.add(Problem.of(
                    "PF-SPK-004",
                    "every jar must be built for Scala " + asked.scala() + ", found " + suffixes + " in "
                            + list(
                                    jars,
                                    jar -> SCALA_SUFFIX.matcher(jar.artifact()).matches()
                                            && !jar.artifact().endsWith("_" + asked.scala())),
                    "take all Spark and Scala modules with the suffix _" + asked.scala()));
        }
    }

    private void sdk(List<Coordinates> jars, List<Problem> problems) {
        boolean first = declaredSdk.startsWith("1.");
        Predicate<Coordinates> bundle = named(first ? "aws-java-sdk-bundle" : "bundle");
        Predicate<Coordinates> thin = first
                ? jar -> jar.artifact().startsWith("aws-java-sdk-") && !bundle.test(jar)
                : named("s3").or(jar -> THIN_SDK.contains(jar.artifact()));
        Set<String> bundled = versions(jars, bundle);
        Set<String> modules = versions(jars, thin);
        if (bundled.isEmpty() == modules.isEmpty()) {
            problems.add(Problem.of(
                    "PF-SPK-005",
                    bundled.isEmpty()
                            ? "no AWS SDK was found: S3A cannot work"
                            : "the AWS SDK is there twice, as the bundle and as modules",
                    "have either the bundle or the modules s3, s3-transfer-manager, sts, apache-client and"
                            + " netty-nio-client, of release " + declaredSdk));
            return;
        }
        if (!first && bundled.isEmpty()) {
            Set<String> missing = new TreeSet<>(THIN_SDK);
            missing.add("s3");
            jars.forEach(jar -> missing.remove(jar.artifact()));
            if (!missing.isEmpty()) {
                problems.add(Problem.of(
                        "PF-SPK-008",
                        "the thin AWS SDK lacks " + String.join(", ", missing),
                        "add them in release " + declaredSdk));
            }
        }
        Set<String> found = bundled.isEmpty() ? modules : bundled;
        if (!found.equals(Set.of(declaredSdk))) {
            problems.add(Problem.of(
                    "PF-SPK-009",
                    "Hadoop " + asked.hadoop() + " is built for AWS SDK " + declaredSdk + ", found "
                            + list(jars, bundle.or(thin)),
                    "take the AWS SDK in release " + declaredSdk));
        }
    }

    private String suggestion() {
        return "use an aligned set, the nearest is "
                + AlignedSet.of(asked)
                        .orElseGet(() -> AlignedSet.nearest(asked))
                        .describe();
    }

    private static Predicate<Coordinates> named(String artifact) {
        return jar -> jar.artifact().equals(artifact);
    }

    private static Predicate<Coordinates> unsuffixed(String artifact) {
        return jar -> jar.artifact().startsWith(artifact + "_");
    }

    private static Set<String> versions(List<Coordinates> jars, Predicate<Coordinates> which) {
        return jars.stream().filter(which).map(Coordinates::version).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String list(List<Coordinates> jars, Predicate<Coordinates> which) {
        String found =
                jars.stream().filter(which).map(Coordinates::fileName).sorted().collect(Collectors.joining(", "));
        return found.isEmpty() ? "none" : found;
    }
}
