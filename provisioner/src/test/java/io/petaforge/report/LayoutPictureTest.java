package io.petaforge.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Nic;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.plan.ClusterPlanner;
import io.petaforge.spec.InventoryReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class LayoutPictureTest {
    private static final Path CASES = Path.of("src/test/resources/report");

    @ParameterizedTest
    @ValueSource(strings = {"small", "petabyte"})
    void textAndPictureAreTheGoldenOnes(String name) throws Exception {
        ClusterPlan plan = plan(CASES.resolve(name).resolve("inventory.yaml"));
        String text = PlanText.render(plan, "0123456789ab");
        golden(name + "/plan.txt", text.substring(0, text.indexOf("\nfabric ")));
        String picture = LayoutPicture.render(plan, "0123456789ab");
        golden(name + "/layout.svg", picture);
        long drives = plan.machines().stream()
                .mapToLong(machine -> machine.disks().size())
                .sum();
        assertEquals(drives, cells(picture), "a cell for each drive");
    }

    @Test
    void aLargeClusterStaysReadable(@TempDir Path directory) throws Exception {
        String inventory = Files.readString(CASES.resolve("petabyte/inventory.yaml"))
                .replace("count: 21", "count: 640")
                .replaceAll(
                        "racks: \\[r1, .*, r7]",
                        "racks: [r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15, r16]")
                .replace("count: 14", "count: 16");
        Path file = directory.resolve("large.yaml");
        Files.writeString(file, inventory);
        ClusterPlan plan = plan(file);
        String text = PlanText.render(plan, "0123456789ab");
        assertTrue(text.substring(0, text.indexOf("\nfabric ")).lines().count() < 60, text);
        assertTrue(text.contains("40 x storage: 128 threads, 512 GiB, 12 x 7.68 TB nvme OSD"), text);
        Document picture = parsed(LayoutPicture.render(plan, "0123456789ab"));
        double width = Double.parseDouble(picture.getDocumentElement().getAttribute("width"));
        double height = Double.parseDouble(picture.getDocumentElement().getAttribute("height"));
        assertTrue(width < 2000 && height < 2000, width + " x " + height);
    }

    @Test
    void thePageHasEverythingInIt() throws Exception {
        ClusterPlan plan = plan(CASES.resolve("small/inventory.yaml"));
        String measured =
                "{\"write\":{\"bytes\":268435456,\"bytesPerSecond\":1.5E8},\"read\":{\"bytesPerSecond\":4.0E8}}";
        RunReport report = new RunReport(
                "build",
                "small",
                "0123456789ab",
                "2026-01-01T00:00:00Z",
                "VERIFY_FAILED",
                18,
                true,
                80.5,
                List.of(new RunReport.Phase("plan", 0, 0.5), new RunReport.Phase("bootstrap", 0.5, 60)),
                List.of(new RunReport.StepLine("ceph/osd", "changed", 20, 12.25, 1, 3, 9, 12, "")),
                List.of(new RunReport.Milestone("Ceph healthy", 45.5)),
                120 << 20,
                Optional.of(3L << 30),
                Optional.of(new ObjectMapper()
                        .readTree("{\"raw\":" + measured + ",\"spark\":{\"measurement\":" + measured
                                + "},\"ratio\":{\"write\":1.0,\"read\":1.0},\"problems\":[{}]}")),
                List.of("PF-VER-001: <slow> & \"quoted\""),
                RunReport.Stay.UNKNOWN);
        golden("page.html", RunReportHtml.render(report, "<svg/>"));
        assertTrue(RunReportHtml.render(report, LayoutPicture.render(plan, "0123456789ab"))
                .contains("osd.17"));
    }

    private static long cells(String picture) throws Exception {
        Document parsed = parsed(picture);
        long cells = 0;
        for (String name : List.of("rect", "path")) {
            var found = parsed.getElementsByTagName(name);
            for (int i = 0; i < found.getLength(); i++) {
                String kind =
                        found.item(i).getAttributes().getNamedItem("class").getNodeValue();
                boolean drive = List.of(DriveUse.Use.values()).stream()
                        .anyMatch(use -> LayoutPicture.kind(use).equals(kind));
                // Those of the legend have nothing to tell a pointer.
                cells += drive && found.item(i).hasChildNodes() ? 1 : 0;
            }
        }
        return cells;
    }

    private static Document parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static void golden(String name, String actual) throws IOException {
        Path file = CASES.resolve(name);
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, actual);
        }
        assertEquals(Files.readString(file), actual, name);
    }

    private static ClusterPlan plan(Path inventory) {
        ClusterPlanner planner = new ClusterPlanner(InventoryReader.read(inventory));
        return planner.plan(planner.request().machines().stream()
                .map(LayoutPictureTest::machine)
                .toList());
    }

    /** Exactly what is asked for, and in each machine one drive more than that. */
    private static Machine machine(MachineRequest asked) {
        List<Disk> disks = new ArrayList<>();
        for (DiskRequest request : asked.disks()) {
            for (int i = 0; i < request.count(); i++) {
                disks.add(disk(asked, disks.size(), request.atLeast(), request.media(), false));
            }
        }
        disks.add(disk(asked, 98, ByteSize.ofGiB(30), Media.SSD, true));
        disks.add(disk(asked, 99, ByteSize.parse("4TB"), Media.HDD, false));
        return new Machine(
                asked.id(),
                asked.group(),
                new Location(asked.rack()),
                asked.threads(),
                asked.memory(),
                disks,
                asked.ports().stream()
                        .map(port -> new Nic(port, BitRate.ofGbit(25)))
                        .toList());
    }

    private static Disk disk(MachineRequest asked, int number, ByteSize size, Media media, boolean boot) {
        return new Disk("S-" + asked.id() + "-" + number, "test", size, media, boot);
    }
}
