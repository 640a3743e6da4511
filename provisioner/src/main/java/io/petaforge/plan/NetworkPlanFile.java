package io.petaforge.plan;

import static java.util.Objects.requireNonNull;

import io.petaforge.network.dc.DataCenterPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The planned network of a data centre as a file, for the next plan to keep what it gave to racks, hosts and switches. What
 * {@code petaforge network plan -o json} prints can be read as well: both have the plan under one key.
 *
 * @param plan the plan
 */
public record NetworkPlanFile(DataCenterPlan plan) {
    /** Its name in a directory of configurations. */
    public static final String NAME = "plan.json";

    public NetworkPlanFile {
        requireNonNull(plan, "plan");
    }

    /**
     * Reads a plan.
     *
     * @throws IOException when the file cannot be read or holds no plan, saying why
     */
    public static DataCenterPlan read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return PlanJson.read(in, NetworkPlanFile.class).plan();
        }
    }

    /** Writes a plan; the file is whole or as it was. */
    public static void write(DataCenterPlan plan, Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (OutputStream out = Files.newOutputStream(beside)) {
            PlanJson.write(new NetworkPlanFile(plan), out);
        }
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
