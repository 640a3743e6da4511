package io.petaforge.ceph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.ByteSize;
import io.petaforge.api.MachineId;
import io.petaforge.api.Media;
import io.petaforge.drive.DriveFence;
import io.petaforge.drive.DriveState;
import io.petaforge.drive.DriveState.Directory;
import io.petaforge.drive.DriveState.Label;
import io.petaforge.drive.DriveState.Lvm;
import io.petaforge.step.Change;
import io.petaforge.storage.DriveSlice;
import io.petaforge.storage.OsdPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What the fence says of DBs, of drives that are divided, and of drives that are named for wiping. Drives as they are
 * alone are in {@link CephCasesTest}.
 */
class OsdFenceTest {
    private static final Path ROOT = Path.of("src/test/resources/io/petaforge/ceph");
    private static final MachineId HOST = new MachineId("storage-1");
    private static final ByteSize SIZE = ByteSize.parse("16TB");
    private static final ByteSize DB_SIZE = ByteSize.parse("960GB");
    private static final String UUID = "0c0ffee0-0000-4000-8000-000000000001";
    private static final String OTHER = "0c0ffee0-0000-4000-8000-000000000099";
    private static final String FOREIGN = "99999999-8888-7777-6666-555555555555";

    private final FixedSecrets secrets = new FixedSecrets(ROOT.resolve("throwaway-secrets"));
    private final CephKeys keys = new CephKeys(secrets);
    private final OsdPlan alone = osd(DriveSlice.whole("D1", SIZE, Media.HDD), Optional.empty());
    private final OsdPlan withDb =
            osd(DriveSlice.whole("D1", SIZE, Media.HDD), Optional.of(DriveSlice.whole("N1", DB_SIZE, Media.NVME)));
    private final OsdPlan divided = osd(
            new DriveSlice("D1", ByteSize.parse("8TB"), Media.NVME, 1, 2),
            Optional.of(new DriveSlice("N1", ByteSize.parse("240GB"), Media.NVME, 0, 4)));

    @Test
    void anOsdWithItsDbOnADriveOfItsOwn() throws IOException {
        Label own = new Label(UUID, keys.fsid(), "3", "ready");
        Label begun = new Label(UUID, "", "", "");
        Label ownDb = new Label(UUID, "", "", "");
        Directory directory = new Directory(UUID, "3", "ready", "/dev/disk/by-id/ata-D1", "/dev/disk/by-id/ata-N1");
        Directory lost = new Directory(UUID, "3", "ready", "/dev/disk/by-id/ata-D1", "");
        StringBuilder text = new StringBuilder();
        say(text, "both empty", withDb, empty("3", "D1"), empty("3.db", "N1"));
        say(text, "begun", withDb, labelled("3", "D1", begun, null), labelled("3.db", "N1", ownDb, null));
        say(text, "only the DB is left", withDb, empty("3", "D1"), labelled("3.db", "N1", ownDb, null));
        say(text, "complete", withDb, labelled("3", "D1", own, directory), labelled("3.db", "N1", ownDb, null));
        say(text, "directory lost its DB", withDb, labelled("3", "D1", own, lost), labelled("3.db", "N1", ownDb, null));
        say(text, "no directory", withDb, labelled("3", "D1", own, null), labelled("3.db", "N1", ownDb, null));
        say(text, "DB drive replaced", withDb, labelled("3", "D1", own, directory), empty("3.db", "N1"));
        say(
                text,
                "DB of another",
                withDb,
                empty("3", "D1"),
                labelled("3.db", "N1", new Label(OTHER, "", "", ""), null));
        same("with-db.txt", text);
    }

    @Test
    void aDriveThatIsNamedForWiping() throws IOException {
        Label foreign = new Label(OTHER, FOREIGN, "17", "ready");
        Label sibling = new Label(OTHER, keys.fsid(), "17", "ready");
        Label own = new Label(UUID, keys.fsid(), "3", "ready");
        StringBuilder text = new StringBuilder();
        say(text, "empty", alone, List.of("D1"), empty("3", "D1"));
        say(text, "a filesystem", alone, List.of("D1"), signed("3", "D1", "ext4"));
        say(text, "a filesystem, another serial", alone, List.of("D2"), signed("3", "D1", "ext4"));
        say(text, "another cluster's", alone, List.of("D1"), labelled("3", "D1", foreign, null));
        say(text, "this cluster's, up", alone, List.of("D1"), labelled("3", "D1", sibling, null), up(OTHER));
        say(text, "this cluster's, nobody knows", alone, List.of("D1"), labelled("3", "D1", sibling, null));
        say(text, "this cluster's, down", alone, List.of("D1"), labelled("3", "D1", sibling, null), up(UUID));
        say(text, "the planned OSD itself", alone, List.of("D1"), labelled("3", "D1", own, null));
        DriveState mounted = state("3", "D1", "ext4", null, null, null, "sdb is mounted at /srv", "");
        say(text, "mounted", alone, List.of("D1"), mounted);
        DriveState boot = state("3", "D1", "ext4", null, null, null, "", "sdb is part of what is mounted at /");
        say(text, "the boot drive", alone, List.of("D1"), boot);
        same("wipe.txt", text);
    }

    @Test
    void drivesThatAreDivided() throws IOException {
        String group = OsdOrders.data("lab", divided).volume().group();
        String dbGroup = OsdOrders.db("lab", divided).orElseThrow().volume().group();
        Lvm none = new Lvm(false, "its kernel has no device-mapper", "", false);
        Lvm ready = new Lvm(true, "", "", false);
        Lvm data = new Lvm(true, "", group, false);
        Lvm there = new Lvm(true, "", dbGroup, true);
        StringBuilder text = new StringBuilder();
        say(text, "no device-mapper", divided, lvm("3", "D1", none, null), lvm("3.db", "N1", none, null));
        say(text, "both empty", divided, lvm("3", "D1", ready, null), lvm("3.db", "N1", ready, null));
        say(text, "its sibling is there", divided, lvm("3", "D1", data, null), lvm("3.db", "N1", there, null));
        say(
                text,
                "another's volume",
                divided,
                lvm("3", "D1", data, null),
                lvm("3.db", "N1", there, new Label(OTHER, "", "", "")));
        same("divided.txt", text);
    }

    private void say(StringBuilder text, String title, OsdPlan osd, DriveState... drives) {
        say(text, title, osd, List.of(), Optional.empty(), drives);
    }

    private void say(StringBuilder text, String title, OsdPlan osd, List<String> wipe, DriveState drive) {
        say(text, title, osd, wipe, Optional.empty(), drive);
    }

    private void say(
            StringBuilder text, String title, OsdPlan osd, List<String> wipe, DriveState drive, ClusterState cluster) {
        say(text, title, osd, wipe, Optional.of(cluster), drive);
    }

    private void say(
            StringBuilder text,
            String title,
            OsdPlan osd,
            List<String> wipe,
            Optional<ClusterState> cluster,
            DriveState... drives) {
        OsdFence.Place data = new OsdFence.Place(OsdOrders.data("lab", osd), drives[0]);
        Optional<OsdFence.Place> db = OsdOrders.db("lab", osd).map(order -> new OsdFence.Place(order, drives[1]));
        OsdFence.Judgement judgement = new OsdFence(keys.fsid(), new DriveFence(wipe), cluster).judge(osd, data, db);
        text.append("== ").append(title).append("\n");
        judgement.problems().forEach(problem -> text.append(problem.render()).append("\n"));
        OsdWork work = new OsdWork(keys);
        work.add(osd, data, db, judgement);
        if (!work.isEmpty()) {
            text.append(work.changes().stream().map(Change::what).collect(Collectors.joining(", ")))
                    .append("\n    ")
                    .append(secrets.mask(work.input().reveal()))
                    .append("\n");
        } else if (judgement.problems().isEmpty()) {
            text.append("nothing to do\n");
        }
    }

    private static OsdPlan osd(DriveSlice data, Optional<DriveSlice> db) {
        return new OsdPlan(3, UUID, HOST, "r1", data, db, ByteSize.ofGiB(4));
    }

    private static ClusterState up(String uuid) {
        return new ClusterState(
                "",
                List.of(),
                List.of(),
                List.of(new ClusterState.Osd(17, uuid, true, true, false, "", "", "", "", 0)),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                true,
                "pacific",
                List.of("pacific"),
                "",
                List.of(),
                new ClusterState.Pgs(0, 0),
                Map.of(),
                List.of(),
                0,
                List.of(),
                List.of());
    }

    private static DriveState empty(String key, String serial) {
        return state(key, serial, "", null, null, null, "", "");
    }

    private static DriveState signed(String key, String serial, String signature) {
        return state(key, serial, signature, null, null, null, "", "");
    }

    private static DriveState labelled(String key, String serial, Label label, Directory directory) {
        return state(key, serial, "ceph_bluestore", label, directory, null, "", "");
    }

    private static DriveState lvm(String key, String serial, Lvm lvm, Label label) {
        return state(key, serial, "", label, null, lvm, "", "");
    }

    private static DriveState state(
            String key,
            String serial,
            String signature,
            Label label,
            Directory directory,
            Lvm lvm,
            String used,
            String boot) {
        return new DriveState(
                key,
                serial,
                List.of("/dev/sdb"),
                "/dev/disk/by-id/ata-" + serial,
                key.endsWith(".db") ? DB_SIZE.bytes() : SIZE.bytes(),
                Optional.empty(),
                boot,
                used,
                false,
                List.of(),
                signature,
                Optional.ofNullable(label),
                Optional.ofNullable(directory),
                Optional.ofNullable(lvm));
    }

    private static void same(String name, StringBuilder text) throws IOException {
        Path file = ROOT.resolve("fence").resolve(name);
        if (System.getProperty("petaforge.golden", "").equals("write")) {
            Files.createDirectories(ROOT.resolve("fence"));
            Files.writeString(file, text);
        }
        assertEquals(Files.readString(file), text.toString());
    }
}
