package io.petaforge.cli;

import io.petaforge.api.Charging;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Substrate;
import io.petaforge.cost.Cost;
import io.petaforge.cost.Tariff;
import io.petaforge.spec.AwsSpec;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.OpenstackSpec;
import io.petaforge.spec.Prices;
import io.petaforge.spec.PricesReader;
import io.petaforge.spec.SubstrateSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the prices are that a cluster's cost is told by. */
final class PriceOptions {
    /** Those that the inventory names. */
    static final PriceOptions NONE = new PriceOptions();

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "Tell the cost by these prices, in place of those that the inventory names.")
    private @Nullable Path file;

    /**
     * The prices for a cluster; empty when none are given. To be read before anything is made.
     *
     * @throws PetaforgeException with all that is wrong with the file, or when it has nothing for where the cluster is
     */
    Optional<Tariff> tariff(ClusterSpec spec) {
        Optional<Path> named = file == null ? ofInventory(spec.substrate()) : Optional.of(file);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        if (!(spec.substrate() instanceof AwsSpec) && !(spec.substrate() instanceof OpenstackSpec)) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-COST-002",
                            "prices are given, and machines of '"
                                    + spec.substrate().name() + "' are charged by nobody",
                            "leave --prices out: it is for 'aws' and 'openstack'"));
        }
        Prices prices = PricesReader.read(named.get());
        String region = region(spec.substrate(), prices);
        Prices.Region found = prices.regions().get(region);
        if (found == null) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-COST-001",
                            named.get() + " has no prices for '" + region + "', only for "
                                    + String.join(", ", prices.regions().keySet()),
                            "add a section of that name below 'regions'"));
        }
        return Optional.of(new Tariff(prices.currency(), region, found));
    }

    private static Optional<Path> ofInventory(SubstrateSpec substrate) {
        if (substrate instanceof AwsSpec aws) {
            return aws.prices();
        }
        return substrate instanceof OpenstackSpec openstack ? openstack.prices() : Optional.empty();
    }

    /** A cloud without a name, chosen by the environment, has the prices of a file that has those of one only. */
    private static String region(SubstrateSpec substrate, Prices prices) {
        if (substrate instanceof AwsSpec aws) {
            return aws.region();
        }
        Optional<String> cloud = substrate instanceof OpenstackSpec openstack ? openstack.cloud() : Optional.empty();
        return cloud.orElseGet(() -> prices.regions().size() == 1
                ? prices.regions().keySet().iterator().next()
                : "openstack");
    }

    /** What the cluster costs by those prices. */
    static Optional<Cost> cost(
            Optional<Tariff> tariff, Substrate substrate, ClusterRequest request, List<Tariff.Asked> spans) {
        return tariff.flatMap(
                prices -> substrate.capability(Charging.class).map(cloud -> prices.of(cloud.charged(request), spans)));
    }
}
