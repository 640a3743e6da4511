package io.petaforge.maas;

import io.petaforge.api.ByteSize;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.DiskRequest;
import io.petaforge.api.Erase;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Secret;
import io.petaforge.api.ServiceRequest;
import io.petaforge.maas.fake.FakeAuth;
import io.petaforge.maas.fake.FakeMaas;
import io.petaforge.maas.fake.FakeRegion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A region, a driver for it, and everything that the driver says. */
final class Site implements AutoCloseable {
    final FakeMaas maas;
    final Path directory;
    final List<String> said = Collections.synchronizedList(new ArrayList<>());
    MaasSettings settings;

    Site(Path directory) {
        this.directory = directory;
        this.maas = new FakeMaas(new FakeRegion());
        this.settings = new MaasSettings(
                maas.url(),
                Optional.empty(),
                "jammy",
                "ubuntu",
                Erase.QUICK,
                10,
                Duration.ofMinutes(45),
                Duration.ofHours(2),
                2,
                false,
                MaasSettings.BOOT_DRIVE,
                Map.of(),
                Map.of(
                        "storage",
                        new MaasSettings.Group(
                                Optional.of("storage"),
                                List.of("ceph-osd"),
                                List.of(),
                                Map.of(
                                        "cluster",
                                        new MaasSettings.Interface(
                                                Optional.of("ceph-cluster"),
                                                Optional.empty(),
                                                Optional.of(io.petaforge.api.BitRate.ofGbit(25)))))));
    }

    FakeRegion region() {
        return maas.region();
    }

    MaasSubstrate substrate() {
        return substrate(FakeAuth.KEY);
    }

    MaasSubstrate substrate(String key) {
        return new MaasSubstrate(settings, MaasKey.parse(new Secret(key)), directory, maas.time(), this::trace);
    }

    private void trace(ServiceRequest request) {
        said.add(request.toString());
    }

    void say(String line) {
        said.add(line);
        maas.note(line);
    }

    /** What went wrong, as it would be shown, and with its stack trace as a defect would be. */
    String failure(PetaforgeException e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        said.add(trace.toString());
        return e.exitCode() + "\n" + e.getMessage();
    }

    MaasSettings with(int deploys, Duration timeout, int replacements, boolean acceptFailedTests) {
        settings = new MaasSettings(
                settings.url(),
                settings.authority(),
                settings.series(),
                settings.user(),
                settings.erase(),
                deploys,
                timeout,
                settings.releaseTimeout(),
                replacements,
                acceptFailedTests,
                settings.bootDrive(),
                settings.zones(),
                settings.groups());
        return settings;
    }

    MaasSettings erase(Erase erase) {
        settings = new MaasSettings(
                settings.url(),
                settings.authority(),
                settings.series(),
                settings.user(),
                erase,
                settings.deploys(),
                settings.deployTimeout(),
                settings.releaseTimeout(),
                settings.replacements(),
                settings.acceptFailedTests(),
                settings.bootDrive(),
                settings.zones(),
                settings.groups());
        return settings;
    }

    MaasSettings group(String name, MaasSettings.Group group) {
        settings = new MaasSettings(
                settings.url(),
                settings.authority(),
                settings.series(),
                settings.user(),
                settings.erase(),
                settings.deploys(),
                settings.deployTimeout(),
                settings.releaseTimeout(),
                settings.replacements(),
                settings.acceptFailedTests(),
                settings.bootDrive(),
                settings.zones(),
                Map.of(name, group));
        return settings;
    }

    void zones(Map<String, String> zones) {
        settings = new MaasSettings(
                settings.url(),
                settings.authority(),
                settings.series(),
                settings.user(),
                settings.erase(),
                settings.deploys(),
                settings.deployTimeout(),
                settings.releaseTimeout(),
                settings.replacements(),
                settings.acceptFailedTests(),
                settings.bootDrive(),
                zones,
                settings.groups());
    }

    MaasSettings series(String series) {
        settings = new MaasSettings(
                settings.url(),
                settings.authority(),
                series,
                settings.user(),
                settings.erase(),
                settings.deploys(),
                settings.deployTimeout(),
                settings.releaseTimeout(),
                settings.replacements(),
                settings.acceptFailedTests(),
                settings.bootDrive(),
                settings.zones(),
                settings.groups());
        return settings;
    }

    /** A storage host in each of the racks, in their order. */
    static ClusterRequest storage(String... racks) {
        List<MachineRequest> machines = new ArrayList<>();
        for (String rack : racks) {
            machines.add(host("storage-" + (machines.size() + 1), "storage", rack, 2));
        }
        return new ClusterRequest("pb1", machines, List.of());
    }

    static MachineRequest host(String name, String group, String rack, int drives) {
        return new MachineRequest(
                new MachineId(name),
                group,
                MachineRequest.Kind.HOST,
                rack,
                16,
                ByteSize.parse("128GiB"),
                List.of(new DiskRequest(drives, Media.NVME, ByteSize.parse("3.8TB"))),
                List.of(),
                MachineRequest.Image.BARE);
    }

    @Override
    public void close() {
        maas.close();
    }
}
