package io.petaforge.maas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.PetaforgeException;
import io.petaforge.maas.fake.FakeAuth;
import io.petaforge.maas.fake.FakeMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told; and that nothing was taken when they are told it. */
class BadInputTest {
    private static final ClusterRequest THREE = Site.storage("rack-a", "rack-b", "rack-c");

    @TempDir
    Path directory;

    @Test
    void everyRefusalSaysWhatIsWrongAndLeavesNothingTaken() throws IOException {
        StringBuilder text = new StringBuilder();
        told(text, "a key in two parts", site -> site.substrate("only:two").preflight(THREE));
        told(text, "a key whose secret is wrong", site -> site.substrate("ConsumerKeyAbc123:TokenKeyDef456:Wrong")
                .acquire(THREE, site::say));
        told(text, "a key of nobody", site -> site.substrate("No:TokenKeyDef456:SecretGhi789")
                .acquire(THREE, site::say));
        told(text, "nothing answers", site -> {
            site.maas.close();
            site.substrate().acquire(THREE, site::say);
        });
        told(text, "a version that is too old", site -> {
            site.region().version("2.8.7");
            site.substrate().acquire(THREE, site::say);
        });
        told(text, "names that MAAS does not know, all at once", site -> {
            site.group(
                    "storage",
                    new MaasSettings.Group(
                            Optional.of("nopool"),
                            List.of("ceph-osd", "notag"),
                            List.of("noteither"),
                            Map.of(
                                    "pub",
                                    new MaasSettings.Interface(
                                            Optional.of("nospace"), Optional.of("10.9.9.0/24"), Optional.empty()))));
            site.substrate().acquire(Site.storage("rack-a", "nozone"), site::say);
        });
        told(text, "no match: which constraint excluded how many", site -> {
            site.region().set("apqayp", 6, "admin");
            site.region().set("hhntgt", 22, "admin");
            site.region().power("68bdtm", "error");
            site.substrate().acquire(Site.storage("rack-a", "rack-a", "rack-a", "rack-c"), site::say);
        });
        told(text, "drives that no machine has", site -> site.substrate()
                .acquire(
                        new ClusterRequest(
                                "pb1",
                                List.of(new MachineRequest(
                                        new MachineId("storage-1"),
                                        "storage",
                                        MachineRequest.Kind.HOST,
                                        "rack-b",
                                        8,
                                        ByteSize.parse("64GiB"),
                                        List.of(new DiskRequest(5, Media.NVME, ByteSize.parse("3.8TB"))),
                                        List.of(),
                                        MachineRequest.Image.BARE)),
                                List.of()),
                        site::say));
        told(text, "a network that is too slow", site -> {
            site.group(
                    "storage",
                    new MaasSettings.Group(
                            Optional.empty(),
                            List.of(),
                            List.of(),
                            Map.of(
                                    "clu",
                                    new MaasSettings.Interface(
                                            Optional.of("ceph-cluster"),
                                            Optional.empty(),
                                            Optional.of(BitRate.ofGbit(100))))));
            site.substrate().acquire(Site.storage("rack-a"), site::say);
        });
        told(text, "no image of the series", site -> {
            site.series("noble");
            site.substrate().acquire(THREE, site::say);
        });
        told(text, "an ordinary user's key, and layouts that must change", site -> {
            site.region().boot("mph6mh", 1);
            site.region().boot("eqr3bm", 16);
            site.substrate(FakeAuth.USER_KEY).acquire(Site.storage("rack-a"), site::say);
        });
        told(text, "a switch", site -> site.substrate()
                .acquire(
                        new ClusterRequest(
                                "pb1",
                                List.of(new MachineRequest(
                                        new MachineId("leaf1"),
                                        "leaf",
                                        MachineRequest.Kind.SWITCH,
                                        "rack-a",
                                        1,
                                        ByteSize.parse("1GiB"),
                                        List.of(),
                                        List.of(),
                                        MachineRequest.Image.BARE)),
                                List.of()),
                        site::say));
        told(text, "power of a machine that is not of the cluster", site -> site.substrate()
                .powerOn("pb1", new MachineId("storage-9")));
        Golden.check("bad-input.txt", text.toString());
    }

    @Test
    void machinesThatAreHeldAndCannotBeUsed() throws IOException {
        StringBuilder text = new StringBuilder();
        told(text, "a machine of the cluster that is locked, another that is being released", site -> {
            site.substrate().acquire(THREE, site::say);
            site.region().lock("apqayp");
            site.region().agent("nwpk7q", site.region().agentOf("apqayp"));
            site.region().set("nwpk7q", 14, "admin");
            site.substrate().acquire(THREE, site::say);
        });
        told(text, "a release that finds a lock, and drives that cannot be erased", site -> {
            site.substrate().acquire(THREE, site::say);
            site.region().lock("apqayp");
            site.region().machine("nwpk7q").fate(FakeMachine.Fate.ERASE_FAILS);
            throw new IllegalStateException(
                    String.join("\n", site.substrate().release("pb1", site::say).remaining()));
        });
        told(text, "every deployment fails", site -> {
            site.region().machines().forEach(machine -> machine.fate(FakeMachine.Fate.FAILS));
            site.with(10, Duration.ofMinutes(45), 1, false);
            site.substrate().acquire(Site.storage("rack-a", "rack-c"), site::say);
        });
        told(text, "no other machine is left", site -> {
            site.region().machine("eqr3bm").fate(FakeMachine.Fate.STUCK);
            site.region().machine("mph6mh").fate(FakeMachine.Fate.FAILS);
            site.substrate().acquire(Site.storage("rack-a"), site::say);
        });
        told(text, "no address is left", site -> {
            site.region().exhaust("apqayp");
            site.substrate().acquire(Site.storage("rack-c"), site::say);
        });
        Golden.check("held.txt", text.toString());
    }

    private void told(StringBuilder text, String title, Consumer<Site> attempt) {
        Path own = directory.resolve("site" + Math.abs(title.hashCode()));
        try (Site site = new Site(own)) {
            long before = taken(site);
            RuntimeException refused = assertThrows(RuntimeException.class, () -> attempt.accept(site), title);
            text.append("== ").append(title).append('\n');
            if (refused instanceof PetaforgeException known) {
                text.append(site.failure(known)).append("\n\n");
                if (known.exitCode() == io.petaforge.api.ExitCode.PREFLIGHT && !title.contains("of the cluster")) {
                    assertEquals(before, taken(site), title + ": something was taken");
                }
            } else {
                text.append(refused.getMessage()).append("\n\n");
            }
            site.said.forEach(line -> SecretsTest.assertClean(line, own));
        }
    }

    private static long taken(Site site) {
        return site.region().machines().stream()
                .filter(machine -> List.of(9, 10).contains(machine.status()))
                .count();
    }
}
