package io.petaforge.verify;

import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.fabric.Fabrics;
import io.petaforge.plan.CephPlan;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.SparkPlan;
import io.petaforge.plan.VerifyPlan;
import io.petaforge.storage.StoragePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A small plan, and outputs as the programs printed them. */
final class Samples {
    static final VerifyPlan NO_THRESHOLDS = new VerifyPlan(
            ByteSize.parse("96MB"),
            ByteSize.parse("16MB"),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalDouble.empty());

    private Samples() {}

    static ClusterPlan plan(VerifyPlan verify) {
        return new ClusterPlan(
                "lab",
                List.of(),
                List.of(),
                Fabrics.plan(1),
                true,
                new StoragePlan(List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
                new CephPlan(
                        Optional.empty(),
                        Optional.empty(),
                        CephPlan.Profile.LAB,
                        ids("storage-1", "storage-2", "storage-3"),
                        ids("storage-1", "storage-2"),
                        ids("storage-2", "storage-3"),
                        new CephPlan.S3Plan("s3.lab.internal", List.of("10.1.2.3"), 443, "spark", "data"),
                        Map.of()),
                new SparkPlan(
                        new SparkPlan.DistributionRef("4.1.2", "2.13", "3.4.2", "", ""),
                        new MachineId("compute-1"),
                        new MachineId("compute-1"),
                        Stream.of("compute-1", "compute-2", "compute-3")
                                .map(id -> new SparkPlan.WorkerPlan(
                                        new MachineId(id), "W", List.of("C"), 2, ByteSize.ofGiB(2), false))
                                .toList(),
                        new SparkPlan.Executor(2, ByteSize.ofGiB(1)),
                        Map.of()),
                verify);
    }

    private static List<MachineId> ids(String... ids) {
        return Stream.of(ids).map(MachineId::new).toList();
    }

    /** The text of a file below {@code src/test/resources/verify}. */
    static String read(String name) {
        try (var in = Samples.class.getResourceAsStream("/verify/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
