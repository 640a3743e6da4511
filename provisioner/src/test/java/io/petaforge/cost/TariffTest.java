package io.petaforge.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.petaforge.api.Charged;
import io.petaforge.api.ChargedMachine;
import io.petaforge.api.ChargedService;
import io.petaforge.api.MachineId;
import io.petaforge.report.CostText;
import io.petaforge.spec.Prices;
import io.petaforge.spec.PricesReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TariffTest {
    private static final Path GOLDEN = Path.of("src/test/resources/cost");
    private static final Prices PRICES = PricesReader.read(Path.of("../inventories/prices/example.yaml"));
    private static final List<Tariff.Asked> FOUR_HOURS =
            List.of(new Tariff.Asked("from its beginning to its end", Duration.ofHours(4)));

    private static Tariff tariff(String region) {
        return new Tariff(
                PRICES.currency(),
                region,
                java.util.Objects.requireNonNull(PRICES.regions().get(region)));
    }

    private static ChargedMachine machine(
            String group, int number, String type, boolean spot, ChargedMachine.Volume... volumes) {
        return new ChargedMachine(new MachineId(group + "-" + number), group, type, spot, List.of(volumes), 1);
    }

    private static ChargedMachine.Volume gp3(long size, int iops, int throughput) {
        return new ChargedMachine.Volume("gp3", size, OptionalInt.of(iops), OptionalInt.of(throughput));
    }

    @Test
    void eachPartHasItsPrice() {
        Cost cost = tariff("eu-central-1")
                .of(only(List.of(machine("storage", 1, "m6i.4xlarge", false, gp3(730, 3730, 198)))), FOUR_HOURS);
        // 0.80 for the instance; 73 for space, 7.30 for 730 IOPS and 3.65 for 73 MiB/s above what is included, a month.
        assertEquals(new BigDecimal("0.920000"), cost.hour().onDemand());
        assertEquals(cost.hour().onDemand(), cost.hour().withSpot());
        assertEquals(new BigDecimal("671.600000"), cost.month().onDemand());
        assertEquals(new BigDecimal("3.680000"), cost.spans().get(0).cost().onDemand());
        assertEquals(
                List.of("INSTANCES 0.800000", "VOLUMES 0.115000", "ADDRESSES 0.005000"),
                cost.lines().stream()
                        .map(line -> line.what() + " " + line.hour().onDemand())
                        .toList());
        assertEquals(List.of(), cost.unpriced());
        assertFalse(cost.hasSpot());
    }

    @Test
    void speedThatIsIncludedCostsNothing() {
        Cost cost = tariff("eu-central-1")
                .of(only(List.of(machine("storage", 1, "m6i.4xlarge", false, gp3(730, 3000, 125)))), List.of());
        assertEquals(new BigDecimal("0.905000"), cost.hour().onDemand());
    }

    @Test
    void aClusterWithSpotIsToldByGroupAndByWhatItIs() throws IOException {
        golden(
                "spot.txt",
                CostText.render(tariff("eu-central-1").of(only(cluster("m6i.4xlarge", "c6i.4xlarge")), FOUR_HOURS)));
    }

    @Test
    void whatHasNoPriceIsNamed() throws IOException {
        List<ChargedMachine> machines = new ArrayList<>(cluster("m6i.4xlarge", "c9x.4xlarge"));
        machines.add(machine(
                "archive",
                1,
                "m6i.4xlarge",
                false,
                ChargedMachine.Volume.of("sc1", 500),
                new ChargedMachine.Volume("st1", 100, OptionalInt.empty(), OptionalInt.of(40))));
        Prices.Region given = tariff("eu-central-1").prices();
        java.util.Map<String, Prices.Instance> instances = new java.util.TreeMap<>(given.instances());
        instances.put("c5.4xlarge", new Prices.Instance(new BigDecimal("0.7"), Optional.empty()));
        machines.add(machine("compute", 9, "c5.4xlarge", true));
        Tariff lacking = new Tariff(
                "EUR",
                "eu-central-1",
                new Prices.Region(instances, given.volumes(), Optional.empty(), java.util.Map.of()));
        golden("no-price.txt", CostText.render(lacking.of(only(machines), FOUR_HOURS)));
    }

    /** Machines without public addresses pay for what leads to them, and what nobody knows ahead is in no sum. */
    @Test
    void whatThereIsBesideMachinesIsPartOfIt() throws IOException {
        List<ChargedMachine> machines = List.of(
                new ChargedMachine(new MachineId("storage-1"), "storage", "m6i.4xlarge", false, List.of(), 0),
                machine("jump-host", 1, "t3.micro", false, ChargedMachine.Volume.of("gp3", 32)));
        Charged charged = new Charged(
                machines,
                List.of(new ChargedService("nat-gateway", 1)),
                List.of("what passes the NAT gateway, by the GB"));
        Cost cost = tariff("eu-central-1").of(charged, FOUR_HOURS);
        // 0.80 and 0.01 for instances, 3.20 a month for the volume, two addresses, the gateway.
        assertEquals(new BigDecimal("0.874384"), cost.hour().onDemand());
        Tariff lacking = new Tariff(
                "EUR",
                "eu-central-1",
                new Prices.Region(
                        tariff("eu-central-1").prices().instances(),
                        java.util.Map.of(),
                        Optional.empty(),
                        java.util.Map.of()));
        golden(
                "beside.txt",
                CostText.render(cost) + "\nwithout prices of them:\n"
                        + CostText.render(lacking.of(charged, List.of())));
    }

    private static Charged only(List<ChargedMachine> machines) {
        return new Charged(machines, List.of(), List.of());
    }

    @Test
    void openStackHasFlavorsAndNoSpot() throws IOException {
        List<ChargedMachine> machines = List.of(
                machine("all", 1, "m1.large", false, ChargedMachine.Volume.of(ChargedMachine.Volume.DEFAULT, 146)),
                machine("all", 2, "m1.large", false, ChargedMachine.Volume.of(ChargedMachine.Volume.DEFAULT, 146)));
        Cost cost = tariff("mycloud")
                .of(
                        new Charged(machines, List.of(new ChargedService("router", 0)), List.of()),
                        List.of(new Tariff.Asked("this run, since it asked for machines", Duration.ofSeconds(90))));
        golden(
                "openstack.txt",
                CostText.render(cost) + "\nafter a run:\n" + String.join("\n", CostText.brief(cost)) + "\n");
    }

    private static List<ChargedMachine> cluster(String storage, String compute) {
        List<ChargedMachine> machines = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            machines.add(machine(
                    "storage",
                    number,
                    storage,
                    false,
                    ChargedMachine.Volume.of("gp3", 32),
                    gp3(466, 6000, 500),
                    gp3(466, 6000, 500)));
            machines.add(machine("compute", number, compute, number > 1, ChargedMachine.Volume.of("gp3", 32)));
        }
        return machines;
    }

    private static void golden(String name, String text) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, text);
        }
        assertEquals(Files.readString(file), text);
    }
}
