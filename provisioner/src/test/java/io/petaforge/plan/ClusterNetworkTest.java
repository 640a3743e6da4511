package io.petaforge.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Role;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks whose switches are not petaforge's: what is asked of the substrate, and whose address is which. */
class ClusterNetworkTest {
    private static final Path FIXED = Path.of("../inventories/fixed.yaml");
    private static final MachineId STORAGE = new MachineId("storage-1");
    private static final MachineId COMPUTE = new MachineId("compute-1");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void machinesThatExistAreAskedForWithoutSwitchesCablesOrPorts() {
        ClusterRequest request = new ClusterPlanner(InventoryReader.read(FIXED)).request();
        assertEquals(9, request.machines().size());
        assertTrue(request.machines().stream()
                .allMatch(machine -> machine.kind() == MachineRequest.Kind.HOST
                        && machine.ports().isEmpty()));
        assertEquals(List.of(), request.cables());
    }

    @Test
    void withHardwareHostsAreAskedForTheirPortsAndSwitchesAreTheSites() throws IOException {
        ClusterRequest request = new ClusterPlanner(spec("network: {leaves-per-rack: 2, link-rate: 25G, hardware: "
                        + "{leaf: 48x25g-8x100g, spine: 32x100g, nics: [ens1f0, ens1f1]}}\n"))
                .request();
        assertTrue(request.machines().stream()
                .allMatch(machine -> machine.kind() == MachineRequest.Kind.HOST
                        && machine.ports().equals(List.of("ens1f0", "ens1f1"))));
        assertEquals(List.of(), request.cables());
    }

    @Test
    void addressesAreTakenAsTheyAreAndS3IsAtEachGateway() throws IOException {
        ClusterNetwork network = network("", Optional.empty());
        assertEquals("", network.at(Map.of()).address(STORAGE));
        DataCenterPlan plan = network.at(addresses());
        assertEquals("10.8.0.1", plan.address(STORAGE));
        assertEquals(
                List.of("10.8.0.1", "10.8.0.2"),
                network.serviceAddresses(plan, List.of(STORAGE, new MachineId("storage-2"))));
        assertEquals(List.of(), plan.links());
    }

    @Test
    void theRangeDecidesAmongSeveral() throws IOException {
        ClusterNetwork network = network("network: {addresses: 10.8.0.0/16}\n", Optional.empty());
        Map<MachineId, List<String>> addresses = addresses();
        addresses.put(STORAGE, List.of("192.0.2.11", "10.8.7.7"));
        assertEquals("10.8.7.7", network.at(addresses).address(STORAGE));
        addresses.put(STORAGE, List.of("192.0.2.11"));
        assertEquals(List.of("PF-NET-037"), refused(network, addresses));
    }

    @Test
    void oneAddressOfTwoHostsIsRefused() throws IOException {
        Map<MachineId, List<String>> addresses = addresses();
        addresses.put(STORAGE, List.of("10.8.0.7"));
        addresses.put(COMPUTE, List.of("10.8.0.7"));
        assertEquals(List.of("PF-NET-038"), refused(network("", Optional.empty()), addresses));
    }

    @Test
    void whatAHostHadItKeepsAndAMonitorMayNotLoseIt() throws IOException {
        DataCenterPlan before = network("", Optional.empty()).at(addresses());
        Map<MachineId, List<String>> addresses = addresses();
        addresses.put(STORAGE, List.of("10.8.9.9", "10.8.0.1"));
        addresses.put(COMPUTE, List.of("10.8.9.8"));
        DataCenterPlan after = network("", Optional.of(before)).at(addresses);
        assertEquals("10.8.0.1", after.address(STORAGE));
        assertEquals("10.8.9.8", after.address(COMPUTE));
        addresses.put(STORAGE, List.of("10.8.9.9"));
        assertEquals(List.of("PF-NET-040"), refused(network("", Optional.of(before)), addresses));
    }

    @Test
    void aHostThatLeavesListensWhereItDidOrWhereItWasKnownLast() throws IOException {
        MachineId gone = new MachineId("compute-4");
        ClusterSpec spec = spec("");
        DataCenterPlan before = network("", Optional.empty()).at(addresses());
        ClusterNetwork network = ClusterNetwork.of(
                spec,
                ServicePlacement.of(spec),
                Optional.of(before),
                List.of(new Departures.Host(gone, "compute", "r1", Departures.Contact.REACHED)),
                Map.of(gone, "10.8.1.4", COMPUTE, "10.8.7.7"));
        DataCenterPlan after = network.at(addresses());
        assertEquals("10.8.1.4", after.address(gone), "it had been out of reach of the plan in force");
        assertEquals("10.8.1.1", after.address(COMPUTE));
    }

    private static List<String> refused(ClusterNetwork network, Map<MachineId, List<String>> addresses) {
        return assertThrows(PetaforgeException.class, () -> network.at(addresses)).problems().stream()
                .map(Problem::code)
                .toList();
    }

    /** An address of its own for each host. */
    private Map<MachineId, List<String>> addresses() throws IOException {
        Map<MachineId, List<String>> addresses = new TreeMap<>();
        for (int i = 1; i <= 6; i++) {
            addresses.put(new MachineId("storage-" + i), List.of("10.8.0." + i));
        }
        for (int i = 1; i <= 3; i++) {
            addresses.put(new MachineId("compute-" + i), List.of("10.8.1." + i));
        }
        assertEquals(
                addresses.size(),
                network("", Optional.empty()).at(Map.of()).tier(Role.HOST).size());
        return addresses;
    }

    private ClusterNetwork network(String section, Optional<DataCenterPlan> inForce) throws IOException {
        ClusterSpec spec = spec(section);
        return ClusterNetwork.of(spec, ServicePlacement.of(spec), inForce, List.of(), Map.of());
    }

    private ClusterSpec spec(String section) throws IOException {
        Path file = directory.resolve("fixed.yaml");
        Files.writeString(file, Files.readString(FIXED) + section);
        return InventoryReader.read(file);
    }
}
