package io.petaforge.cli;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.DataCenterPlanner;
import io.petaforge.network.dc.DataCenterRequest;
import io.petaforge.network.dc.Design;
import io.petaforge.network.dc.PlanChange;
import io.petaforge.network.render.Renderings;
import io.petaforge.plan.DataCenterIntent;
import io.petaforge.plan.NetworkPlanFile;
import io.petaforge.report.NetworkReport;
import io.petaforge.report.NetworkText;
import io.petaforge.report.WrittenFiles;
import io.petaforge.spec.ClusterSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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

    @ArgGroup
    private Basis basis = new Basis();

    /** What to keep: one of these, or neither. */
    static final class Basis {
        @Option(
                names = "--previous",
                paramLabel = "FILE",
                description =
                        "The plan in force: what it gave to a rack, host or switch stays. Default: plan.json in DIR.")
        private @Nullable Path previous;

        @Option(names = "--fresh", description = "Plan anew, whatever plan.json in DIR says.")
        private boolean fresh;
    }

    @Option(
            names = "--design",
            paramLabel = "DESIGN",
            converter = DesignConverter.class,
            description = "l3-host, l3-tor, l2-l3-hybrid or flat-l2 instead of the inventory's.")
    private @Nullable Design design;

    /** Reads a design by its name in inventories. */
    static final class DesignConverter implements ITypeConverter<Design> {
        @Override
        public Design convert(String text) {
            return Arrays.stream(Design.values())
                    .filter(design -> design != Design.EXISTING)
                    .filter(design -> design.yaml().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no design '" + text + "': write l3-host, l3-tor, l2-l3-hybrid or flat-l2"));
        }
    }

    @Override
    int call(ClusterSpec spec) {
        Design wanted = design == null ? Design.valueOf(spec.network().design().name()) : design;
        DataCenterRequest request = DataCenterIntent.of(spec, wanted);
        Optional<DataCenterPlan> before = inForce();
        DataCenterPlan plan = DataCenterPlanner.plan(before.map(request::after).orElse(request));
        Optional<WrittenFiles> files = Optional.ofNullable(directory).map(target -> write(plan, target));
        NetworkReport report = NetworkReport.of(spec, plan, before.map(old -> PlanChange.of(old, plan)), files);
        print(report, NetworkText.render(report));
        return ExitCode.OK.status();
    }

    private Optional<DataCenterPlan> inForce() {
        Path file = basis.previous;
        if (file == null && !basis.fresh && directory != null) {
            Path written = directory.resolve(NetworkPlanFile.NAME);
            file = Files.exists(written) ? written : null;
        }
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(NetworkPlanFile.read(file));
        } catch (IOException e) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-CLI-033",
                            "the plan in force cannot be read from " + file + ": " + PlanDirectory.words(e),
                            "Name the plan.json that 'network plan --write DIR' left in DIR; --fresh plans without one, and may"
                                    + " give every device another address, port and AS number."),
                    e);
        }
    }

    private static WrittenFiles write(DataCenterPlan plan, Path directory) {
        try {
            WrittenFiles files = PlanDirectory.of(directory).write(sink -> Renderings.write(plan, Map.of(), sink));
            NetworkPlanFile.write(plan, directory.resolve(NetworkPlanFile.NAME));
            return files;
        } catch (UncheckedIOException e) {
            throw PlanDirectory.unwritable(directory, requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw PlanDirectory.unwritable(directory, e);
        }
    }
}
