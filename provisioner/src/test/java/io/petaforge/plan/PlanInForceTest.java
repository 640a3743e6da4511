package io.petaforge.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.network.dc.Device;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import io.petaforge.storage.OsdPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan keeps of the one before it, as that is read back from the state directory. */
class PlanInForceTest {
    private static final Path EC = Path.of("../inventories/lab-ec.yaml");

    @TempDir
    Path directory;

    @Test
    void aPlanIsReadBackAsItWas() throws IOException {
        for (String name : List.of("lab", "lab-ec")) {
            ClusterPlan plan =
                    plan(InventoryReader.read(Path.of("../inventories/" + name + ".yaml")), Optional.empty());
            JsonNode kept = new ObjectMapper().readTree(PlanJson.text(plan));
            assertEquals(PlanInForce.of(plan), PlanInForce.read(kept));
        }
    }

    @Test
    void theSameInventoryOnItsOwnPlanIsTheSamePlan() {
        ClusterSpec spec = InventoryReader.read(EC);
        ClusterPlan first = plan(spec, Optional.empty());
        assertEquals(PlanJson.id(first), PlanJson.id(plan(spec, Optional.of(PlanInForce.of(first)))));
    }

    @Test
    void nothingThatExistsMovesWhenTheFirstGroupGrows() throws IOException {
        ClusterPlan before = plan(InventoryReader.read(EC), Optional.empty());
        Path grown = directory.resolve("grown.yaml");
        Files.writeString(grown, Files.readString(EC).replaceFirst("count: 3", "count: 4"));
        ClusterSpec spec = InventoryReader.read(grown);
        PlanInForce inForce = PlanInForce.read(new ObjectMapper().readTree(PlanJson.text(before)));
        ClusterPlan after = plan(spec, Optional.of(inForce));

        assertEquals(before.storage().osds().size() + 2, after.storage().osds().size());
        for (OsdPlan osd : before.storage().osds()) {
            assertTrue(after.storage().osds().contains(osd), osd + " has changed");
        }
        for (Device node : before.fabric().devices()) {
            Device now = after.fabric().device(node.id()).orElseThrow();
            assertEquals(node.loopbacks(), now.loopbacks(), node.id().value());
            assertEquals(node.asn(), now.asn(), node.id().value());
        }
        assertEquals(before.ceph().s3().addresses(), after.ceph().s3().addresses());
        // Without it, positions decide, and the second group's hosts move up.
        assertNotEquals(
                before.fabric().devices().stream().map(Device::loopbacks).toList(),
                plan(spec, Optional.empty()).fabric().devices().stream()
                        .filter(node -> before.fabric().device(node.id()).isPresent())
                        .map(Device::loopbacks)
                        .toList());
    }

    @Test
    void whatIsNoPlanIsSaidToBeNone() throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode kept = (ObjectNode) json.readTree(PlanJson.text(plan(InventoryReader.read(EC), Optional.empty())));
        ObjectNode without = kept.deepCopy();
        ((ObjectNode) without.at("/storage/osds/0")).remove("id");
        assertThrows(IllegalArgumentException.class, () -> PlanInForce.read(without));
        ObjectNode wrong = kept.deepCopy();
        ((ObjectNode) wrong.at("/fabric/devices/0")).put("asn", "x");
        assertThrows(IllegalArgumentException.class, () -> PlanInForce.read(wrong));
        assertThrows(IllegalArgumentException.class, () -> PlanInForce.read(json.readTree("{}")));
    }

    private static ClusterPlan plan(ClusterSpec spec, Optional<PlanInForce> inForce) {
        return LabMachines.plan(spec, inForce);
    }
}
