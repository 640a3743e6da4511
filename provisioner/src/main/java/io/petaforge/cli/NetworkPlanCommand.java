package io.petaforge.cli;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.DataCenterPlanner;
import io.petaforge.network.dc.Design;
import io.petaforge.network.render.Renderings;
import io.petaforge.plan.DataCenterIntent;
import io.petaforge.report.NetworkText;
import io.petaforge.spec.ClusterSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Plans the network of the data centre that an inventory describes under network.hardware; touches no device. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Show the network as planned from network.hardware; write every configuration.")
final class NetworkPlanCommand extends InventoryCommand {
    @Option(
            names = "--write",
            paramLabel = "DIR",
            description = "Write all configurations, the cable list and a drawing into this directory.")
    private @Nullable Path directory;

    @Option(
            names = "--design",
            paramLabel = "DESIGN",
            converter = DesignConverter.class,
            description = "l3-host, l3-tor or flat-l2 instead of the inventory's.")
    private @Nullable Design design;

    /** Reads a design by its name in inventories. */
    static final class DesignConverter implements ITypeConverter<Design> {
        @Override
        public Design convert(String text) {
            return Arrays.stream(Design.values())
                    .filter(design -> design.yaml().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no design '" + text + "': write l3-host, l3-tor or flat-l2"));
        }
    }

    @Override
    int call(ClusterSpec spec) {
        Design wanted = design == null ? Design.valueOf(spec.network().design().name()) : design;
        DataCenterPlan plan = DataCenterPlanner.plan(DataCenterIntent.of(spec, wanted));
        Path target = directory;
        if (target != null) {
            write(plan, target);
        }
        print(plan, NetworkText.render(plan));
        return ExitCode.OK.status();
    }

    private static void write(DataCenterPlan plan, Path directory) {
        try {
            Renderings.write(plan, Map.of(), (path, text) -> write(directory.resolve(path), text));
        } catch (UncheckedIOException e) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-CLI-031",
                            "the configurations cannot be written to " + directory + ": " + e.getCause(),
                            "Name a directory that you may write to."),
                    e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
