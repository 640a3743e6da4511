package io.petaforge.cloud.openstack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.ByteSize;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jclouds.openstack.nova.v2_0.domain.Flavor;

/** Which flavor, image, zone and volumes each machine gets: found by reading, before anything is made. */
final class Choice {
    private final Cloud cloud;
    private final OpenStackSettings settings;

    Choice(Cloud cloud, OpenStackSettings settings) {
        this.cloud = cloud;
        this.settings = settings;
    }

    /** One data volume: its size in GiB, its type where one is named. */
    record Wish(int gigabytes, Optional<String> type, Media media) {
        Wish {
            requireNonNull(type, "type");
            requireNonNull(media, "media");
        }
    }

    /** What one machine is made of. */
    record Pick(MachineRequest request, Size flavor, String zone, List<Wish> volumes) {
        Pick {
            requireNonNull(request, "request");
            requireNonNull(flavor, "flavor");
            requireNonNull(zone, "zone");
            volumes = List.copyOf(volumes);
        }
    }

    /** A flavor: memory in MiB, disk in GiB. */
    record Size(String id, String name, int vcpus, int memory, int disk) {
        Size {
            requireNonNull(id, "id");
            requireNonNull(name, "name");
        }
    }

    /**
     * The image.
     *
     * @param bus how its volumes are attached: {@code virtio} shows only the first 20 characters of a volume's id as serial
     */
    record Image(String id, String name, int minimumMemory, int minimumDisk, String bus) {
        Image {
            requireNonNull(id, "id");
            requireNonNull(name, "name");
            requireNonNull(bus, "bus");
        }

        String serial(String volume) {
            return bus.equals("virtio") && volume.length() > 20 ? volume.substring(0, 20) : volume;
        }
    }

    /** What was chosen, and what stands in the way of the rest. */
    record Result(Map<String, Pick> picks, Optional<Image> image, List<Problem> problems) {
        Result {
            picks = Map.copyOf(picks);
            requireNonNull(image, "image");
            problems = List.copyOf(problems);
        }
    }

    Result of(ClusterRequest request) {
        List<Problem> problems = new ArrayList<>();
        Optional<Image> image = image(problems);
        List<Size> flavors =
                cloud
                        .<Flavor>all(
                                options -> cloud.api().flavors(cloud.compute()).listInDetail(options))
                        .stream()
                        .map(flavor -> new Size(
                                flavor.getId(), flavor.getName(), flavor.getVcpus(), flavor.getRam(), flavor.getDisk()))
                        .sorted(Comparator.comparing(Size::memory)
                                .thenComparing(Size::vcpus)
                                .thenComparing(Size::disk)
                                .thenComparing(Size::name))
                        .toList();
        Map<String, Pick> picks = new TreeMap<>();
        Map<String, Problem> unfit = new TreeMap<>();
        for (MachineRequest machine : request.machines()) {
            flavor(machine, flavors, image, unfit)
                    .ifPresent(flavor -> picks.put(
                            machine.id().value(),
                            new Pick(machine, flavor, settings.zone(machine.rack()), wishes(machine))));
        }
        problems.addAll(unfit.values());
        return new Result(picks, image, problems);
    }

    private Optional<Image> image(List<Problem> problems) {
        List<JsonNode> all = cloud.images();
        List<JsonNode> found = all.stream()
                .filter(image -> image.path("id").asText().equals(settings.image())
                        || image.path("name").asText().equals(settings.image()))
                .toList();
        List<JsonNode> usable = found.stream()
                .filter(image -> image.path("status").asText().equals("active"))
                .toList();
        if (usable.size() == 1) {
            JsonNode image = usable.get(0);
            return Optional.of(new Image(
                    image.path("id").asText(),
                    image.path("name").asText(),
                    image.path("min_ram").asInt(),
                    image.path("min_disk").asInt(),
                    image.path("hw_disk_bus").asText("virtio")));
        }
        problems.add(Problem.at(
                "PF-OS-005",
                "substrate.openstack.image",
                usable.isEmpty()
                        ? "the cloud has no " + (found.isEmpty() ? "" : "active ") + "image '" + settings.image()
                                + "'; it has "
                                + names(all.stream()
                                        .map(image -> image.path("name").asText())
                                        .toList())
                        : "the cloud has " + usable.size() + " images named '" + settings.image() + "'",
                usable.isEmpty()
                        ? "Write the name or id of an image with cloud-init."
                        : "Write the id of the one that is meant: "
                                + usable.stream()
                                        .map(image -> image.path("id").asText())
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + "."));
        return Optional.empty();
    }

    private Optional<Size> flavor(
            MachineRequest machine, List<Size> flavors, Optional<Image> image, Map<String, Problem> unfit) {
        String group = machine.group();
        Optional<String> named = settings.group(group).flavor();
        String path = group.equals(JumpHost.NAME)
                ? "substrate.openstack.jump-flavor"
                : "substrate.openstack.groups." + group + ".flavor";
        if (named.isEmpty()) {
            Optional<Size> smallest = flavors.stream()
                    .filter(flavor -> lacks(machine, flavor, image).isEmpty())
                    .findFirst();
            if (smallest.isEmpty()) {
                unfit.putIfAbsent(
                        group,
                        Problem.at(
                                "PF-OS-006",
                                path,
                                "the cloud has no flavor of " + machine.threads() + " vCPUs, "
                                        + machine.memory().binary() + " and " + bootDisk(image)
                                        + " GiB of disk; it has " + described(flavors),
                                "Ask for less, set boot-volume where only the disk is too small, or have a flavor made."));
            }
            return smallest;
        }
        Optional<Size> flavor = flavors.stream()
                .filter(size -> size.name().equals(named.get()) || size.id().equals(named.get()))
                .findFirst();
        if (flavor.isEmpty()) {
            unfit.putIfAbsent(
                    group,
                    Problem.at(
                            "PF-OS-006",
                            path,
                            "the cloud has no flavor '" + named.get() + "'; it has " + described(flavors),
                            "Write one of them, or leave it out: the smallest that fits is taken."));
            return flavor;
        }
        Optional<String> lack = lacks(machine, flavor.get(), image);
        if (lack.isPresent()) {
            unfit.putIfAbsent(
                    group,
                    Problem.at(
                            "PF-OS-006",
                            path,
                            "the flavor '" + named.get() + "' is too small: " + lack.get(),
                            "Write a larger one, or ask for less."));
            return Optional.empty();
        }
        return flavor;
    }

    private Optional<String> lacks(MachineRequest machine, Size flavor, Optional<Image> image) {
        List<String> lacks = new ArrayList<>();
        if (flavor.vcpus() < machine.threads()) {
            lacks.add(flavor.vcpus() + " vCPUs of " + machine.threads());
        }
        int memory = (int) Math.max(
                machine.memory().mebibytes(), image.map(Image::minimumMemory).orElse(0));
        if (flavor.memory() < memory) {
            lacks.add(flavor.memory() + " MiB of " + memory);
        }
        if (settings.bootVolume().isEmpty() && flavor.disk() < bootDisk(image)) {
            lacks.add(flavor.disk() + " GiB of disk of " + bootDisk(image));
        }
        return lacks.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lacks));
    }

    /** Without a volume to boot from, a flavor without a disk boots from one as large as the image: too small to use. */
    private int bootDisk(Optional<Image> image) {
        return settings.bootVolume().isPresent()
                ? 0
                : Math.max(1, image.map(Image::minimumDisk).orElse(0));
    }

    private List<Wish> wishes(MachineRequest machine) {
        List<Wish> wishes = new ArrayList<>();
        machine.disks().forEach(disk -> {
            for (int i = 0; i < disk.count(); i++) {
                wishes.add(new Wish(
                        gigabytes(disk.atLeast()),
                        settings.group(machine.group()).volumeType(),
                        disk.media()));
            }
        });
        return wishes;
    }

    /** Cinder counts GiB and says GB. */
    static int gigabytes(ByteSize size) {
        return Math.toIntExact((size.bytes() + (1L << 30) - 1) >> 30);
    }

    static String names(List<String> all) {
        return all.isEmpty()
                ? "none"
                : all.stream().sorted().distinct().limit(20).collect(Collectors.joining(", "));
    }

    private static String described(List<Size> flavors) {
        return names(flavors.stream()
                .map(flavor -> flavor.name() + " (" + flavor.vcpus() + " vCPUs, " + flavor.memory() + " MiB, "
                        + flavor.disk() + " GiB)")
                .toList());
    }
}
