package io.petaforge.fabric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.MachineId;
import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.render.FrrRouter;
import io.petaforge.network.render.FrrText;
import io.petaforge.network.render.Sysctls;
import io.petaforge.step.DesiredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lands on disks, compared with golden files; {@code -Dgolden.update=true} rewrites them instead. */
class RenderedFilesTest {
    @ParameterizedTest
    @CsvSource({"1,spine-1", "1,leaf-r1", "1,storage-1", "1,compute-1", "2,leaf-r1b", "2,storage-2", "2,spine-2"})
    void routers(int leavesPerRack, String name) throws IOException {
        DataCenterPlan plan = Fabrics.plan(leavesPerRack);
        Device node = plan.device(new MachineId(name)).orElseThrow();
        FrrRouter router = Objects.requireNonNull(FrrRouter.all(plan).get(node.id()));
        golden(leavesPerRack + "-" + name + ".frr.conf", FrrText.of(router));
        golden(leavesPerRack + "-" + name + ".sysctl.conf", Sysctls.render(Sysctls.of(node, router)));
    }

    @Test
    void theAnnouncingUnit() throws IOException {
        AnycastUnit unit = new AnycastUnit("s3", "10.20.0.1", 443, "ceph-radosgw@rgw.storage-1.service");
        StringBuilder text = new StringBuilder();
        for (DesiredFile file : unit.files()) {
            text.append("==> ")
                    .append(file.path())
                    .append(' ')
                    .append(file.mode())
                    .append('\n');
            text.append(file.content().reveal());
        }
        golden("announce-s3.txt", text.toString());
    }

    @Test
    void hostsFilesKeepForeignLinesAndLoseOnlyClashingNames() throws IOException {
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put("storage-1", List.of("10.20.0.68"));
        names.put("s3.test.internal", List.of("10.20.0.1"));
        String present =
                """
                127.0.0.1 localhost
                127.0.1.1 storage-1.example storage-1 # by the installer
                10.9.9.9\tstorage-1
                # storage-1 is only mentioned here
                192.0.2.1 printer
                """;
        String written = HostsFile.with(present, names);
        golden("hosts.txt", written);
        assertEquals(written, HostsFile.with(written, names));
        names.put("s3.test.internal", List.of("10.20.0.2"));
        assertEquals(written.replace("10.20.0.1 s3", "10.20.0.2 s3"), HostsFile.with(written, names));
    }

    private static void golden(String name, String actual) throws IOException {
        Path file = Path.of("src/test/resources/fabric", name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, actual);
        }
        assertEquals(Files.readString(file), actual, name);
    }
}
