package io.petaforge.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.DataCenterPlanner;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.Role;
import io.petaforge.report.NetworkReport;
import io.petaforge.report.NetworkText;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the inventory to the planned network; the report is compared with a golden file. */
class DataCenterIntentTest {
    private static final String MACHINES =
            """
            petaforge: 1
            cluster: dc
            substrate: {lab: {}}
            machines:
              storage:
                count: 40
                racks: [r1, r2, r3, r4]
                roles: [mon, mgr, osd, rgw, spark-master, spark-worker, spark-history]
                constraints: {threads: 32, memory: 128GiB}
                volumes: {osd: 10 x nvme >= 3.84TB, workspace: 1 x nvme >= 1.92TB, cache: 1 x nvme >= 1.92TB}
            """;

    @TempDir
    private Path directory;

    @Test
    void theReportOfAnInventorysNetworkIsTheGoldenOne() throws IOException {
        ClusterSpec spec = read(
                """
                network:
                  leaves-per-rack: 2
                  link-rate: 25G
                  hardware: {leaf: 48x25g-8x100g, spine: 32x100g, oversubscription: 2, hosts-per-rack: 40, grow-to: 8}
                """);
        DataCenterRequest request = DataCenterIntent.of(spec, Design.L3_TOR);
        assertEquals(8, request.sizing().growTo());
        golden(
                "network.txt",
                NetworkText.render(
                        NetworkReport.of(spec, DataCenterPlanner.plan(request), Optional.empty(), Optional.empty())));
    }

    /** The network of hosts without IPv4 can be planned, but no cluster is built on it. */
    @Test
    void ipv6AloneIsForNetworksOnly() throws IOException {
        ClusterSpec spec = read(
                """
                network:
                  loopbacks: "fd00:20::/64"
                  link-rate: 25G
                  hardware: {leaf: 48x25g-8x100g, spine: 32x100g, nics: [ens1]}
                """);
        DataCenterPlan plan = DataCenterPlanner.plan(DataCenterIntent.of(spec, Design.L3_HOST));
        assertEquals(
                "fd00:20::44",
                plan.tier(Role.HOST).get(0).address(),
                "the first host is number 68 of the range: the first rack's block, behind four leaves");
        PetaforgeException refused = assertThrows(
                PetaforgeException.class, () -> FabricIntent.of(spec, List.of(), Optional.empty(), List.of()));
        assertEquals("PF-NET-034", refused.problems().get(0).code());
    }

    @Test
    void missingHardwareAndUnknownModelsAreRefused() throws IOException {
        ClusterSpec none = read("network: {link-rate: 25G}\n");
        ClusterSpec unknown = read("network: {hardware: {leaf: big, spine: bigger, super-spine: biggest}}\n");
        golden("network-refused.txt", refused(none) + refused(unknown));
    }

    private ClusterSpec read(String network) throws IOException {
        Path file = directory.resolve("inventory.yaml");
        Files.writeString(file, MACHINES + network);
        return InventoryReader.load(file).spec();
    }

    private static String refused(ClusterSpec spec) {
        PetaforgeException refused =
                assertThrows(PetaforgeException.class, () -> DataCenterIntent.of(spec, Design.L3_HOST));
        return refused.problems().stream().map(Problem::render).reduce("", (text, line) -> text + line + "\n");
    }

    private static void golden(String name, String actual) throws IOException {
        Path file = Path.of("src/test/resources/network", name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, actual);
        }
        assertEquals(Files.readString(file), actual, name);
    }
}
