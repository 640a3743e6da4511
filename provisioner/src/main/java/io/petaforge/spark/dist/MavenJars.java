package io.petaforge.spark.dist;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.collection.DependencyCollectionException;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactDescriptorResult;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.resolution.DependencyResult;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/**
 * Jars from Maven repositories: Central, or whatever mirror, proxy and local repository the user's Maven settings name.
 * The versions of what Spark needs are those of Spark's own parent POM, so that they are the ones it was tested with.
 * Loading this class loads Maven's resolver: it is named only where something has to be fetched.
 */
public final class MavenJars implements JarSource {
    private static final String OUT_OF_REACH = "PF-SPK-021";

    private static final String SPARK = "org.apache.spark";
    private static final String HADOOP = "org.apache.hadoop";
    private static final String SDK1 = "com.amazonaws";
    private static final String SDK2 = "software.amazon.awssdk";
    private static final List<String> THIN_SDK =
            List.of("s3", "s3-transfer-manager", "sts", "apache-client", "netty-nio-client");
    private static final Exclusion BUNDLE = new Exclusion(SDK2, "bundle", "*", "*");
    private static final Exclusion EVERYTHING = new Exclusion("*", "*", "*", "*");

    private final ContextOverrides settings;

    /** Jars from where these settings say. */
    public MavenJars(ContextOverrides settings) {
        this.settings = settings;
    }

    /** Jars from where this user's Maven would take them. */
    public static MavenJars ofUser() {
        ContextOverrides.Builder settings = ContextOverrides.create().withUserSettings(true);
        Optional<String> home = Optional.ofNullable(System.getenv("MAVEN_HOME"));
        // Debian keeps the settings of the whole machine apart from Maven's home.
        home.map(path -> Path.of(path, "conf", "settings.xml"))
                .or(() -> Optional.of(Path.of("/etc/maven/settings.xml")))
                .filter(Files::isReadable)
                .ifPresent(settings::withGlobalSettingsXmlOverride);
        return new MavenJars(settings.build());
    }

    @Override
    public Resolved resolve(SparkVersions versions, Scope scope) {
        return connected(context -> resolve(context, versions, scope));
    }

    @Override
    public List<Jar> fetch(SparkVersions versions, List<Coordinates> coordinates) {
        return connected(context -> {
            List<ArtifactRequest> requests = coordinates.stream()
                    .map(c -> new ArtifactRequest(
                            new DefaultArtifact(c.group(), c.artifact(), c.classifier(), "jar", c.version()),
                            context.remoteRepositories(),
                            "petaforge"))
                    .toList();
            try {
                return context.repositorySystem().resolveArtifacts(context.repositorySystemSession(), requests).stream()
                        .map(MavenJars::jar)
                        .toList();
            } catch (ArtifactResolutionException e) {
                throw missing(versions, e.getResults(), e);
            }
        });
    }

    private <T> T connected(Function<Context, T> work) {
        try (Context context = Runtimes.INSTANCE.getRuntime().create(settings)) {
            return work.apply(context);
        }
    }

    private static Resolved resolve(Context context, SparkVersions versions, Scope scope) {
        List<Dependency> spark = managed(
                context,
                versions,
                new DefaultArtifact(SPARK, "spark-parent_" + versions.scala(), "pom", versions.spark()));
        List<Dependency> hadoop =
                managed(context, versions, new DefaultArtifact(HADOOP, "hadoop-project", "pom", versions.hadoop()));
        String sdk = declared(hadoop, SDK2, "bundle")
                .or(() -> declared(hadoop, SDK1, "aws-java-sdk-bundle"))
                .orElseThrow(() -> new PetaforgeException(
                        ExitCode.BAD_INPUT,
                        Problem.of(
                                "PF-SPK-022",
                                "the project POM of Hadoop " + versions.hadoop() + " declares no AWS SDK",
                                "use a Hadoop release from 3.3 on, such as in "
                                        + AlignedSet.nearest(versions).describe())));
        CollectRequest request = new CollectRequest()
                .setDependencies(roots(versions, scope, sdk, spark))
                .setManagedDependencies(spark.stream()
                        .map(d -> new Dependency(d.getArtifact(), ""))
                        .toList())
                .setRepositories(context.remoteRepositories());
        try {
            DependencyResult result = context.repositorySystem()
                    .resolveDependencies(
                            context.repositorySystemSession(),
                            new DependencyRequest(request, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)));
            return new Resolved(
                    result.getArtifactResults().stream()
                            .filter(r -> r.getArtifact().getExtension().equals("jar"))
                            .map(MavenJars::jar)
                            .toList(),
                    sdk);
        } catch (DependencyResolutionException e) {
            if (e.getCause() instanceof DependencyCollectionException collection) {
                throw unreachable(collection);
            }
            throw missing(versions, e.getResult().getArtifactResults(), e);
        }
    }

    private static List<Dependency> roots(
            SparkVersions versions, Scope scope, String sdk, List<Dependency> sparkManaged) {
        List<Dependency> roots = new ArrayList<>();
        if (scope == Scope.WHOLE) {
            Stream.of("spark-core", "spark-sql", "spark-launcher", "spark-network-shuffle")
                    .map(name -> root(SPARK, name + "_" + versions.scala(), versions.spark(), BUNDLE))
                    .forEach(roots::add);
            roots.add(root(HADOOP, "hadoop-client-api", versions.hadoop(), BUNDLE));
            roots.add(root(HADOOP, "hadoop-client-runtime", versions.hadoop(), BUNDLE));
            declared(sparkManaged, "org.apache.commons", "commons-lang3")
                    .ifPresent(lang -> roots.add(root("org.apache.commons", "commons-lang3", lang, BUNDLE)));
        }
        // Of hadoop-cloud only its own jar: its POM drags in the connectors of every other cloud.
        roots.add(root(SPARK, "spark-hadoop-cloud_" + versions.scala(), versions.spark(), EVERYTHING));
        roots.add(root(HADOOP, "hadoop-aws", versions.hadoop(), BUNDLE));
        if (!sdk.startsWith("1.")) {
            THIN_SDK.forEach(module -> roots.add(root(SDK2, module, sdk, BUNDLE)));
        }
        return roots;
    }

    private static Dependency root(String group, String artifact, String version, Exclusion exclusion) {
        return new Dependency(
                new DefaultArtifact(group, artifact, "jar", version), JavaScopes.RUNTIME, false, List.of(exclusion));
    }

    private static List<Dependency> managed(Context context, SparkVersions versions, Artifact pom) {
        ArtifactDescriptorRequest request =
                new ArtifactDescriptorRequest(pom, context.remoteRepositories(), "petaforge");
        try {
            ArtifactDescriptorResult result =
                    context.repositorySystem().readArtifactDescriptor(context.repositorySystemSession(), request);
            if (result.getManagedDependencies().isEmpty()) {
                // The reader answers with an empty description for a POM that it could not find; ask for the file to
                // learn why.
                context.repositorySystem()
                        .resolveArtifact(
                                context.repositorySystemSession(),
                                new ArtifactRequest(pom, context.remoteRepositories(), "petaforge"));
            }
            return result.getManagedDependencies();
        } catch (ArtifactResolutionException e) {
            throw missing(versions, e.getResults(), e);
        } catch (ArtifactDescriptorException e) {
            throw unreachable(e);
        }
    }

    private static Optional<String> declared(List<Dependency> managed, String group, String artifact) {
        return managed.stream()
                .map(Dependency::getArtifact)
                .filter(a -> a.getGroupId().equals(group)
                        && a.getArtifactId().equals(artifact)
                        && a.getExtension().equals("jar")
                        && a.getClassifier().isEmpty())
                .map(Artifact::getVersion)
                .findFirst();
    }

    private static Jar jar(ArtifactResult result) {
        Artifact artifact = result.getArtifact();
        return new Jar(
                new Coordinates(
                        artifact.getGroupId(),
                        artifact.getArtifactId(),
                        artifact.getVersion(),
                        artifact.getClassifier()),
                artifact.getFile().toPath());
    }

    private static PetaforgeException missing(SparkVersions versions, List<ArtifactResult> results, Exception cause) {
        List<Problem> problems = new ArrayList<>();
        for (ArtifactResult result : results) {
            if (result.isResolved()) {
                continue;
            }
            Artifact artifact = result.getRequest().getArtifact();
            boolean absent = result.getExceptions().stream().allMatch(e -> e instanceof ArtifactNotFoundException);
            if (absent) {
                problems.add(Problem.of(
                        "PF-SPK-020",
                        artifact + " does not exist in the Maven repositories",
                        "use an aligned set that does, the nearest is "
                                + AlignedSet.nearest(versions).describe()));
            } else {
                result.getExceptions().stream()
                        .filter(e -> !(e instanceof ArtifactNotFoundException))
                        .findFirst()
                        .ifPresent(e -> problems.add(unreachableProblem(e)));
            }
        }
        // A repository out of reach fails for every artifact alike: the first says it for all.
        List<Problem> outOfReach =
                problems.stream().filter(p -> p.code().equals(OUT_OF_REACH)).toList();
        problems.removeAll(outOfReach);
        outOfReach.stream()
                .limit(1)
                .map(first -> outOfReach.size() == 1
                        ? first
                        : Problem.of(
                                OUT_OF_REACH,
                                first.what() + "; and so for " + (outOfReach.size() - 1) + " more artifacts",
                                first.fix()))
                .forEach(problems::add);
        PetaforgeException failure = new PetaforgeException(
                outOfReach.isEmpty() ? ExitCode.BAD_INPUT : ExitCode.PREFLIGHT,
                problems.stream().distinct().toList());
        failure.initCause(cause);
        return failure;
    }

    private static PetaforgeException unreachable(Exception cause) {
        return new PetaforgeException(ExitCode.PREFLIGHT, unreachableProblem(cause), cause);
    }

    private static Problem unreachableProblem(Exception cause) {
        return Problem.of(
                OUT_OF_REACH,
                "a Maven repository could not be used: " + cause.getMessage(),
                "check the network, or name a mirror or proxy in ~/.m2/settings.xml");
    }
}
