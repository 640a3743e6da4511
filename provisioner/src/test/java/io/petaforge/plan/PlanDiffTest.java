package io.petaforge.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.spec.InventoryReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What no golden case of a whole cluster shows. */
class PlanDiffTest {
    private final ClusterPlan plan =
            LabMachines.plan(InventoryReader.read(Path.of("../inventories/lab.yaml")), Optional.empty());

    @Test
    void aPlanDoesNotDifferFromItself() {
        assertEquals(List.of(), PlanDiff.between(plan, plan));
    }

    @Test
    void valuesOfSecretSettingsAreNotShown() {
        assertEquals(
                List.of(
                        new Difference(Difference.Kind.CHANGED, "", "ceph", "setting ldap_password", "***", "***"),
                        new Difference(Difference.Kind.CHANGED, "", "ceph", "setting log_level", "not set", "5")),
                PlanDiff.between(
                        with(Map.of("ldap_password", "hunter2")),
                        with(Map.of("ldap_password", "hunter3", "log_level", "5"))));
    }

    private ClusterPlan with(Map<String, String> settings) {
        CephPlan ceph = plan.ceph();
        return new ClusterPlan(
                plan.cluster(),
                plan.machines(),
                plan.bare(),
                plan.fabric(),
                plan.makesSwitches(),
                plan.storage(),
                new CephPlan(
                        ceph.version(),
                        ceph.aptSource(),
                        ceph.profile(),
                        ceph.mons(),
                        ceph.mgrs(),
                        ceph.rgws(),
                        ceph.s3(),
                        settings),
                plan.spark(),
                plan.verify());
    }
}
