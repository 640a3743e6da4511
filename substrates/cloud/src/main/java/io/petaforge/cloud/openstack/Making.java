package io.petaforge.cloud.openstack;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import io.petaforge.api.CloudInit;
import io.petaforge.api.Pause;
import io.petaforge.cloud.CloudFailure;
import io.petaforge.cloud.CloudStore;
import io.petaforge.cloud.ClusterTags;
import io.petaforge.cloud.Parallel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jclouds.openstack.neutron.v2.domain.IP;
import org.jclouds.openstack.neutron.v2.domain.Port;

/** Makes ports, volumes and servers of machines that are recorded as asked for: whatever of them is not there already. */
final class Making {
    /** In use already, where a run was killed after the server took it. */
    private static final Set<String> READY = Set.of("available", "in-use", "reserved", "attaching");

    /** Neutron makes those of a request one after the other, up to half a second each: a hundred would take too long. */
    private static final int PORTS_AT_ONCE = 25;

    private final Cloud cloud;
    private final OpenStackSettings settings;
    private final CloudStore<OpenStackRecord> store;
    private final Ledger ledger;
    private final Pause pause;
    private final Optional<Instant> end;

    Making(
            Cloud cloud,
            OpenStackSettings settings,
            CloudStore<OpenStackRecord> store,
            Ledger ledger,
            Pause pause,
            Optional<Instant> end) {
        this.cloud = cloud;
        this.settings = settings;
        this.store = store;
        this.ledger = ledger;
        this.pause = pause;
        this.end = end;
    }

    /** Ports, many in each request; their addresses are recorded. */
    void ports(List<Held> asked, Site.Ground ground) {
        Names names = ledger.record().names();
        Map<String, Port> there = portsByName();
        List<Held> missing = asked.stream()
                .filter(held -> !there.containsKey(names.port(held)))
                .toList();
        Parallel.all(Lists.partition(missing, PORTS_AT_ONCE), some -> made(some, ground))
                .forEach(there::putAll);
        ledger.put(asked.stream()
                .map(held -> held.at(Optional.ofNullable(there.get(names.port(held)))
                        .map(PortAddresses::fixed)
                        .orElse("")))
                .toList());
    }

    /** By their names; of an answer that was lost, all may be there, or some. */
    private Map<String, Port> made(List<Held> some, Site.Ground ground) {
        Names names = ledger.record().names();
        Map<String, Port> made = new TreeMap<>();
        Set<String> wanted = some.stream().map(names::port).collect(Collectors.toSet());
        return cloud.made(
                () -> {
                    portsByName().forEach((name, port) -> {
                        if (wanted.contains(name)) {
                            made.put(name, port);
                        }
                    });
                    return Optional.of(made).filter(found -> found.keySet().containsAll(wanted));
                },
                () -> {
                    cloud.api()
                            .ports(cloud.network())
                            .createBulk(some.stream()
                                    .filter(held -> !made.containsKey(names.port(held)))
                                    .map(held -> port(names, held, ground))
                                    .toList())
                            .forEach(port -> made.put(port.getName(), port));
                    return made;
                });
    }

    private static Port.CreatePort port(Names names, Held held, Site.Ground ground) {
        return Port.createBuilder(ground.network())
                .name(names.port(held))
                .securityGroups(ImmutableSet.of(JumpHost.is(held) ? ground.jumpGroup() : ground.securityGroup()))
                .fixedIps(ImmutableSet.of(IP.builder().subnetId(ground.subnet()).build()))
                .build();
    }

    private Map<String, Port> portsByName() {
        return new PortAddresses(cloud).ports(ledger.record().names().prefix());
    }

    /** The id of each machine's port. */
    Map<String, String> portIds(List<Held> machines) {
        Names names = ledger.record().names();
        Map<String, Port> there = portsByName();
        Map<String, String> ids = new TreeMap<>();
        machines.forEach(held -> Optional.ofNullable(there.get(names.port(held)))
                .ifPresent(port -> ids.put(held.machine(), port.getId())));
        return ids;
    }

    /**
     * One volume that a machine needs.
     *
     * @param label the end of its name: {@code boot} or a number
     * @param image what it is filled with; empty for nothing
     */
    private record Need(Held held, String label, int gigabytes, Optional<String> type, Optional<String> image) {
        String key() {
            return held.attempt() + "-" + label;
        }
    }

    /** Volumes side by side; what came to nothing is told for each machine. */
    Map<Held, String> volumes(List<Held> asked, Map<String, Choice.Pick> picks, Choice.Image image) {
        List<Need> needs = new ArrayList<>();
        for (Held held : asked) {
            settings.bootVolume()
                    .ifPresent(size -> needs.add(new Need(
                            held, "boot", Choice.gigabytes(size), settings.bootVolumeType(), Optional.of(image.id()))));
            List<Choice.Wish> wishes = Optional.ofNullable(picks.get(held.machine()))
                    .map(Choice.Pick::volumes)
                    .orElse(List.of());
            for (int i = 0; i < wishes.size(); i++) {
                needs.add(new Need(
                        held,
                        Integer.toString(i),
                        wishes.get(i).gigabytes(),
                        wishes.get(i).type(),
                        Optional.empty()));
            }
        }
        if (needs.isEmpty()) {
            return Map.of();
        }
        Map<String, Volume> there = mine();
        Names names = ledger.record().names();
        Parallel.all(
                needs.stream().filter(need -> !there.containsKey(need.key())).toList(),
                need -> cloud.made(
                        () -> Optional.ofNullable(mine().get(need.key())),
                        () -> Volume.of(cloud.volumes()
                                .create(Map.of("volume", body(names, need)))
                                .path("volume"))));
        return await(needs);
    }

    private Map<Held, String> await(List<Need> needs) {
        Instant deadline = pause.clock().instant().plus(settings.createTimeout());
        while (true) {
            Map<String, Volume> now = mine();
            Map<Held, String> failed = new LinkedHashMap<>();
            boolean waiting = false;
            boolean late = pause.clock().instant().isAfter(deadline);
            for (Need need : needs) {
                Volume volume = now.get(need.key());
                String status = volume == null ? "not there" : volume.status();
                if (status.startsWith("error") || (late && !READY.contains(status))) {
                    failed.put(need.held(), "its volume " + need.label() + " is in status '" + status + "'");
                } else if (!READY.contains(status)) {
                    waiting = true;
                }
            }
            if (!waiting) {
                Map<Held, List<String>> ids = new LinkedHashMap<>();
                needs.stream().filter(need -> !failed.containsKey(need.held())).forEach(need -> Optional.ofNullable(
                                now.get(need.key()))
                        .ifPresent(volume -> ids.computeIfAbsent(need.held(), held -> new ArrayList<>())
                                .add(volume.id())));
                List<Held> known = new ArrayList<>();
                ids.forEach((held, volumes) -> known.add(current(held).with(volumes)));
                ledger.put(known);
                return failed;
            }
            pause.sleep(Duration.ofSeconds(1));
        }
    }

    private Held current(Held held) {
        return ledger.record().holding(held.machine()).orElse(held);
    }

    private Map<String, Volume> mine() {
        return cloud.volumes(ClusterTags.TOKEN, ledger.record().token()).stream()
                .sorted(Comparator.comparing(Volume::id))
                .collect(Collectors.toMap(
                        volume -> volume.attempt() + "-"
                                + volume.name().substring(volume.name().lastIndexOf('-') + 1),
                        volume -> volume,
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static Map<String, Object> body(Names names, Need need) {
        Map<String, Object> volume = new LinkedHashMap<>();
        volume.put("name", names.thing(need.held().machine() + "-" + need.label()));
        volume.put("size", need.gigabytes());
        volume.put("metadata", names.metadata(need.held()));
        need.type().ifPresent(type -> volume.put("volume_type", type));
        need.image().ifPresent(id -> volume.put("imageRef", id));
        return volume;
    }

    /** Servers side by side. What failed outright is told; whether the rest comes to be is seen later. */
    Map<Held, CloudFailure> servers(List<Held> asked, Site.Ground ground, Choice.Image image, Set<String> there) {
        List<Held> missing = asked.stream()
                .map(this::current)
                .filter(held -> !there.contains(held.attempt()))
                .toList();
        Map<String, String> ports = portIds(missing);
        Map<Held, CloudFailure> failed = new LinkedHashMap<>();
        Parallel.each(
                        missing,
                        held -> cloud.once(() -> cloud.servers()
                                .create(server(held, ground, image, ports.getOrDefault(held.machine(), "")))))
                .forEach(outcome -> outcome.failure().ifPresent(failure -> failed.put(outcome.input(), failure)));
        return failed;
    }

    private Map<String, Object> server(Held held, Site.Ground ground, Choice.Image image, String port) {
        OpenStackRecord record = ledger.record();
        List<Map<String, Object>> devices = new ArrayList<>();
        if (settings.bootVolume().isEmpty()) {
            devices.add(device(0, "image", "local", image.id()));
        }
        for (String volume : held.volumes()) {
            // The volume to boot from is the first of them.
            boolean boots = settings.bootVolume().isPresent() && devices.isEmpty();
            devices.add(device(boots ? 0 : -1, "volume", "volume", volume));
        }
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("name", record.names().server(held));
        server.put("flavorRef", held.flavor());
        server.put("availability_zone", held.zone());
        server.put("metadata", record.names().metadata(held));
        server.put("networks", List.of(Map.of("port", port)));
        server.put("block_device_mapping_v2", devices);
        server.put("user_data", userData(held));
        // Nova wants the image beside the device that is made of it, unless that is a volume.
        if (settings.bootVolume().isEmpty()) {
            server.put("imageRef", image.id());
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("server", server);
        String spread = ground.spread().get(record.names().serverGroup(held.group(), held.zone()));
        if (spread != null) {
            body.put("os:scheduler_hints", Map.of("group", spread));
        }
        return body;
    }

    /** The identity that a server boots with, as Nova wants it. */
    String userData(Held held) {
        String cluster = ledger.record().cluster();
        String text = CloudInit.render(
                held.machine(),
                settings.user(),
                settings.imageUser(),
                store.operatorPublic(cluster),
                store.hostKey(cluster, held.machine(), held.attempt()),
                end);
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> device(int boot, String source, String destination, String id) {
        return Map.of(
                "boot_index", boot,
                "source_type", source,
                "destination_type", destination,
                "uuid", id,
                // So that nothing is left of a server that anybody deletes.
                "delete_on_termination", true);
    }
}
