package io.petaforge.maas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.ByteSize;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Hardware;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import io.petaforge.maas.fake.Recorded;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from recorded answers, and what is decided on it. */
class ReadingTest {
    private static final ByteSize BOOT = MaasSettings.BOOT_DRIVE;
    private static final String LLDP =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <lldp label="LLDP neighbors">
             <interface label="Interface" name="ens1f0" via="LLDP" rid="1" age="0 day, 00:00:53">
              <chassis label="Chassis">
               <id label="ChassisID" type="mac">44:38:39:00:00:11</id>
               <name label="SysName">leaf-a1</name>
              </chassis>
              <port label="Port"><id label="PortID" type="ifname">swp7</id></port>
             </interface>
            </lldp>
            """;

    @Test
    void aDeployedMachineIsRead() {
        Node node = NodeReader.read(Recorded.body("147-machine-deployed"));
        assertEquals(NodeStatus.DEPLOYED, node.status());
        assertEquals("node1 (mph6mh)", node.label());
        assertEquals("rack-a", node.zone());
        assertEquals("256 GiB", node.memory().toString());
        assertEquals("10.10.0.4", node.address().orElseThrow());
        assertEquals(Map.of("cluster", "ceph-cluster-1", "role", "osd"), node.annotations());
        assertEquals(6, node.drives().size());
        assertEquals(
                4,
                node.drives().stream()
                        .filter(drive -> drive.media() == Media.NVME)
                        .count());
        assertEquals(32, node.numa().get(0).threads());
    }

    @Test
    void everyMachineOfTheRecordedListIsReadAlsoThoseWithoutAnything() {
        Recorded.body("177-machines-list").forEach(body -> {
            Node node = NodeReader.read(body);
            assertTrue(node.status() != NodeStatus.OTHER, node.label());
        });
        Node empty = NodeReader.read(JsonNodeFactory.instance.objectNode());
        assertEquals(NodeStatus.OTHER, empty.status());
        assertTrue(empty.drives().isEmpty());
    }

    @Test
    void theSmallSataDriveBootsAndTheConstraintIsWhatTheRegionAccepted() {
        Node node = NodeReader.read(Recorded.body("056-machine-ready"));
        DriveChoice choice =
                DriveChoice.of(node, List.of(nvme(4, "3.8TB")), BOOT).orElseThrow();
        assertEquals("sda", choice.boot().name());
        assertEquals("root:32(ssd),d1:3800(ssd),d2:3800(ssd),d3:3800(ssd),d4:3800(ssd)", choice.constraint(BOOT));
        assertTrue(choice.layout(), "it boots from nvme0n1 as commissioned");
        assertTrue(DriveChoice.of(node, List.of(nvme(5, "3.8TB")), BOOT).isEmpty());
    }

    @Test
    void theSmallestDriveThatWillDoIsTakenAndTheLargestRequestServedFirst() {
        Node node = NodeReader.read(Recorded.body("120-allocate-dry-run-verbose"));
        DriveChoice choice = DriveChoice.of(
                        node, List.of(nvme(1, "1TB"), new DiskRequest(2, Media.HDD, ByteSize.parse("3.9TB"))), BOOT)
                .orElseThrow();
        assertEquals("root:32(ssd),d1:3900(rotary),d2:3900(rotary),d3:1000(ssd)", choice.constraint(BOOT));
        assertEquals(
                Map.of("d1", "ZC109A02", "d2", "ZC109A03", "d3", "S64HNE0T090071"),
                Map.of(
                        "d1", choice.data().get("d1").identity(),
                        "d2", choice.data().get("d2").identity(),
                        "d3", choice.data().get("d3").identity()));
    }

    @Test
    void drivesAreThoseThatMaasMatchedUnlessItTookAnotherMedium() {
        Node node = NodeReader.read(Recorded.body("121-allocate-storage-interfaces"));
        DriveChoice choice =
                DriveChoice.of(node, List.of(nvme(2, "3.8TB")), BOOT).orElseThrow();
        Map<String, List<Integer>> swapped = Map.of("root", List.of(5), "d1", List.of(4), "d2", List.of(3));
        assertEquals("S64HNE0T010371", choice.matched(swapped, node).get("d1").identity());
        // 6 is a SATA drive: to MAAS it is ssd like the others.
        Map<String, List<Integer>> wrong = Map.of("root", List.of(5), "d1", List.of(6), "d2", List.of(3));
        assertEquals(choice.data(), choice.matched(wrong, node));
    }

    @Test
    void hardwareHasItsNeighbourAndItsTests() {
        Node node = NodeReader.read(Recorded.body("056-machine-ready"));
        ObjectNode results = JsonNodeFactory.instance.objectNode();
        results.putArray("results")
                .addObject()
                .put("name", "maas-capture-lldpd")
                .put("stdout", Base64.getEncoder().encodeToString(LLDP.getBytes(StandardCharsets.UTF_8)));
        Hardware hardware = HardwareReader.hardware(
                new MachineId("storage-1"), node, results, Recorded.body("066-results-testing-failed"));
        assertEquals("PowerEdge R7515", hardware.product());
        Hardware.Port port = hardware.ports().get(1);
        assertEquals(
                "ens1f0 25 Gbit/s leaf-a1 swp7",
                port.name() + " " + port.speed().orElseThrow() + " "
                        + port.neighbour().orElseThrow().device() + " "
                        + port.neighbour().orElseThrow().port());
        assertTrue(hardware.ports().get(0).neighbour().isEmpty());
        assertTrue(
                hardware.tests().contains(new Hardware.Test("smartctl-validate", "ZC108A02", "Failed")),
                hardware.tests().toString());
        assertEquals(8, hardware.tests().size());
    }

    @Test
    void theAddressInTheGroupsNetworkComesBeforeThatOfTheBootPort() {
        Node node = NodeReader.read(Recorded.body("147-machine-deployed"));
        assertEquals(List.of("10.10.0.4", "10.20.0.1"), Addresses.of(node, MaasSettings.Group.ANY));
        assertEquals(List.of("10.20.0.1", "10.10.0.4"), Addresses.of(node, network("ceph-cluster", null)));
        assertEquals(List.of("10.20.0.1", "10.10.0.4"), Addresses.of(node, network(null, "10.20.0.0/24")));
        // Before it is deployed only what commissioning saw is known: that is nobody's address.
        Node ready = NodeReader.read(Recorded.body("056-machine-ready"));
        assertEquals(List.of(), Addresses.of(ready, network("ceph-cluster", null)));
    }

    private static MaasSettings.Group network(String space, String subnet) {
        return new MaasSettings.Group(
                Optional.empty(),
                List.of(),
                List.of(),
                Map.of(
                        "cluster",
                        new MaasSettings.Interface(
                                Optional.ofNullable(space), Optional.ofNullable(subnet), Optional.empty())));
    }

    @Test
    void aBondHasTheSpeedOfItsPortsAndTheAddress() {
        ObjectNode body = (ObjectNode) Recorded.body("147-machine-deployed").deepCopy();
        ObjectNode port = (ObjectNode) body.path("interface_set").get(1);
        ObjectNode bond = port.deepCopy();
        port.putArray("links");
        port.putArray("discovered");
        bond.put("name", "bond0").put("type", "bond").put("link_speed", 0).put("interface_speed", 0);
        bond.putArray("parents").add("ens1f0");
        ((com.fasterxml.jackson.databind.node.ArrayNode) body.path("interface_set")).add(bond);
        Node node = NodeReader.read(body);
        MaasSettings.Interface wanted = new MaasSettings.Interface(
                Optional.empty(), Optional.of("10.20.0.0/24"), Optional.of(io.petaforge.api.BitRate.ofGbit(25)));
        assertEquals(
                List.of("bond0"),
                node.ports().stream()
                        .filter(found -> Fit.fits(found, wanted))
                        .map(Node.Port::name)
                        .toList());
        assertEquals(
                "10.20.0.1", Addresses.of(node, network(null, "10.20.0.0/24")).get(0));
    }

    @Test
    void aPortWithoutACableHasNoSpeed() {
        ObjectNode body = (ObjectNode) Recorded.body("056-machine-ready").deepCopy();
        body.path("interface_set")
                .forEach(
                        port -> ((ObjectNode) port).put("link_connected", false).put("link_speed", 0));
        assertTrue(NodeReader.read(body).ports().stream()
                .allMatch(port -> port.speed().isEmpty()));
    }

    @Test
    void vlanNumaAndFirmwareNamesAreRead() {
        ObjectNode body = (ObjectNode) Recorded.body("056-machine-ready").deepCopy();
        ((ObjectNode) body.path("interface_set").get(1).path("vlan")).put("vid", 120);
        Node.Port port = NodeReader.read(body).ports().get(1);
        assertEquals(120, port.vlan().getAsInt());
        assertEquals(0, port.numa().getAsInt());
    }

    @Test
    void anLldpDocumentThatIsNoneOrFetchesSomethingHasNoNeighbours() {
        assertTrue(Lldp.read("lldpctl: command not found").isEmpty());
        assertTrue(Lldp.read("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><lldp>&x;</lldp>")
                .isEmpty());
    }

    @Test
    void aPairOfKeysIsMadeOnceForEachMachineOfMaas(@TempDir Path directory) {
        MaasStore store = new MaasStore(directory);
        assertEquals(store.hostKey("pb1", "storage-1", "aaaaaa"), store.hostKey("pb1", "storage-1", "aaaaaa"));
        assertNotEquals(store.hostKey("pb1", "storage-1", "aaaaaa"), store.hostKey("pb1", "storage-1", "bbbbbb"));
    }

    private static DiskRequest nvme(int count, String size) {
        return new DiskRequest(count, Media.NVME, ByteSize.parse(size));
    }
}
