package io.petaforge.spec;

import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Reads inventories of version 1. */
public final class InventoryReader {
    /** The version of the format that this reader knows. */
    public static final int VERSION = 1;

    private InventoryReader() {}

    /**
     * What the file says.
     *
     * @param file relative to the current directory, or absolute; problems name it as it is given
     * @throws io.petaforge.api.PetaforgeException with {@link io.petaforge.api.ExitCode#BAD_INPUT} and every problem of
     *     the file, in the order of its lines; also when it describes no cluster but asks a question
     */
    public static ClusterSpec read(Path file) {
        return load(file).spec();
    }

    /**
     * What the file says and where, for those who go on to find problems that the file alone does not show.
     *
     * @throws io.petaforge.api.PetaforgeException as {@link #read}
     */
    public static Inventory load(Path file) {
        return load(file, YamlSource.read(file));
    }

    /**
     * What a text says that stands in no file yet.
     *
     * @param name under which problems speak of it
     * @throws io.petaforge.api.PetaforgeException as {@link #read}
     */
    public static Inventory parse(Path name, String text) {
        return load(name, YamlSource.parse(name, text));
    }

    private static Inventory load(Path file, MappingNode root) {
        Places places = Places.of(root);
        Problems problems = new Problems(file.toString(), places);
        Map<String, Cursor> entries = new Cursor(root, "", problems).entries();
        version(entries, problems);
        Fields top = Fields.of("", "", entries, problems);
        top.require("petaforge", "Begin the file with 'petaforge: 1'.");
        String cluster = top.require("cluster", "Name the cluster, such as 'cluster: lab'.")
                .flatMap(name -> name.value(Forms.label(20)))
                .orElse("cluster");
        if (top.has("catalogue")) {
            QuestionSpec question = QuestionReader.read(top, cluster, problems);
            problems.throwIfAny();
            return Inventory.ofQuestion(file, question, places);
        }
        ClusterSpec spec = spec(top, cluster, directory(file), problems);
        problems.throwIfAny();
        return Inventory.ofCluster(file, spec, places);
    }

    private static ClusterSpec spec(Fields top, String cluster, Path directory, Problems problems) {
        SubstrateSpec substrate = SubstrateReader.read(top, directory, problems);
        NetworkSpec network = NetworkReader.read(top.section("network", "network"), substrate);
        StorageSpec storage = StorageReader.read(top.section("storage", "storage"));
        MachinesReader.Groups machines = MachinesReader.read(top, substrate, storage, problems);
        ClusterSpec spec = new ClusterSpec(
                cluster,
                substrate,
                machines.groups(),
                network,
                storage,
                CephReader.read(top.section("ceph", "ceph"), cluster, substrate, directory, problems),
                SparkReader.read(top.section("spark", "spark"), directory, problems),
                VerifyReader.read(top.section("verify", "verify")));
        if (machines.whole()) {
            new RoleChecks(spec, problems).run();
            new FitChecks(spec, problems).run();
        }
        return spec;
    }

    /** First of all: whatever looks wrong in a file of another version may be right in that version. */
    private static void version(Map<String, Cursor> entries, Problems problems) {
        Cursor written = entries.get("petaforge");
        int version = written == null ? VERSION : written.whole(1, 999).orElse(VERSION);
        if (version != VERSION) {
            problems.conflict(
                    InventoryCode.VERSION,
                    "petaforge",
                    "inventories of version " + version + " are not known to this petaforge, only of version "
                            + VERSION,
                    "Write 'petaforge: 1' and adapt the file, or use the petaforge that it was written for.");
            problems.throwIfAny();
        }
    }

    private static Path directory(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        return parent == null ? Path.of("/") : parent;
    }
}
