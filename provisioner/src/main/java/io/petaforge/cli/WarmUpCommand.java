package io.petaforge.cli;

import io.petaforge.api.Substrate;
import io.petaforge.plan.PlanJson;
import io.petaforge.report.PlanText;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Loads the classes that commands need, so that the launcher can archive them for quick starts. Does nothing else. */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        Main.execute("--help");
        Path inventory = Path.of(System.getProperty("petaforge.home", "."), "inventories/lab.yaml");
        ClusterSpec spec = InventoryReader.read(inventory);
        try (Substrate substrate = Substrates.of(spec.substrate(), Path.of(".petaforge"))) {
            PlannedCluster planned = PlannedCluster.of(spec, substrate, Optional.empty());
            return PlanText.render(planned.plan(), planned.id()).isEmpty()
                            || PlanJson.text(planned.plan()).isEmpty()
                    ? 1
                    : 0;
        }
    }
}
