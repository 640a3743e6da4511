package io.petaforge.cloud.aws;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.cloud.CloudFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that stands in the way, found before anything is made. Changes nothing. */
final class AwsPreflight {
    private final Ec2 ec2;
    private final AwsSettings settings;
    private final VcpuCheck vcpus;

    /** @param notice told of what could not be looked at */
    AwsPreflight(Ec2 ec2, Optional<Quotas> quotas, AwsSettings settings, Progress notice) {
        this.ec2 = ec2;
        this.settings = settings;
        this.vcpus = new VcpuCheck(ec2, quotas, settings, notice);
    }

    List<Problem> problems(ClusterRequest asked, AwsRecord record) {
        List<Problem> problems = new ArrayList<>(RequestCheck.problems(asked, settings, record));
        ClusterRequest request = JumpHost.with(asked, settings);
        try {
            List<String> zones = ec2.zones();
            problems.addAll(zones(zones));
            problems.addAll(image(request));
            problems.addAll(types(request, zones));
            problems.addAll(limits(request, record));
            problems.addAll(vcpus.problems(request, record));
        } catch (CloudFailure e) {
            problems.add(e.problem());
        }
        return List.copyOf(problems);
    }

    private List<Problem> zones(List<String> known) {
        return new TreeSet<>(settings.zones().values())
                .stream()
                        .filter(zone -> !known.contains(zone))
                        .map(zone -> Problem.at(
                                "PF-AWS-010",
                                "substrate.aws.racks",
                                "the region " + settings.region() + " has no zone '" + zone
                                        + "' in which machines can be" + " made; it has " + String.join(", ", known),
                                "Name one of those."))
                        .toList();
    }

    private List<Problem> image(ClusterRequest request) {
        AwsSettings.Image wanted = settings.image();
        Optional<Ec2.Image> image = ec2.newestImage(wanted.owner(), wanted.name());
        if (image.isEmpty()) {
            return List.of(Problem.at(
                    "PF-AWS-011",
                    "substrate.aws.image",
                    "the owner " + wanted.owner() + " has no image '" + wanted.name() + "' in " + settings.region(),
                    "Correct the owner's number or the name; images of Debian are those of 136693071363, of Ubuntu those of"
                            + " 099720109477."));
        }
        List<Problem> problems = new ArrayList<>();
        if (Gibibytes.of(settings.bootDrive()) < image.get().rootGibibytes()) {
            problems.add(Problem.at(
                    "PF-AWS-012",
                    "substrate.aws.boot-drive",
                    "the image " + image.get().id() + " needs " + image.get().rootGibibytes() + " GiB",
                    "Ask for that much at least."));
        }
        ec2.types(RequestCheck.types(request, settings)).values().stream()
                .filter(type -> !type.architectures().isEmpty()
                        && !type.architectures().contains(image.get().architecture()))
                .forEach(type -> problems.add(Problem.at(
                        "PF-AWS-013",
                        "substrate.aws.image",
                        "the image " + image.get().id() + " is for "
                                + image.get().architecture() + ", the type " + type.name() + " is "
                                + String.join(", ", type.architectures()),
                        "Use an image and types of one architecture.")));
        return problems;
    }

    private List<Problem> types(ClusterRequest request, List<String> zones) {
        TreeSet<String> names = new TreeSet<>(RequestCheck.types(request, settings));
        if (names.isEmpty()) {
            return List.of();
        }
        Map<String, InstanceType> types = ec2.types(names);
        Map<String, List<String>> offers = ec2.offers(names);
        Map<String, Problem> problems = new TreeMap<>();
        for (MachineRequest machine : request.machines()) {
            String path = machine.group().equals(JumpHost.NAME)
                    ? "substrate.aws.jump-type"
                    : "substrate.aws.groups." + machine.group() + ".types";
            String zone = settings.zone(machine.rack());
            AwsSettings.Group group = settings.group(machine.group());
            for (String name : group.types()) {
                InstanceType type = types.get(name);
                if (type == null) {
                    problems.putIfAbsent(
                            machine.group() + name,
                            Problem.at(
                                    "PF-AWS-014",
                                    path,
                                    "the region " + settings.region() + " has no instance type '" + name + "'",
                                    "Correct the name, or take a type that the region has."));
                    continue;
                }
                if (zones.contains(zone)
                        && !offers.getOrDefault(name, List.of()).contains(zone)) {
                    problems.putIfAbsent(
                            machine.group() + name + zone,
                            Problem.at(
                                    "PF-AWS-015",
                                    path,
                                    "the type " + name + " is not offered in " + zone + ", where rack " + machine.rack()
                                            + " is",
                                    "Move the rack to one of "
                                            + String.join(", ", offers.getOrDefault(name, List.of()))
                                            + ", or name another type."));
                }
                Fit.problem(type, machine, group, settings)
                        .ifPresent(why -> problems.putIfAbsent(
                                machine.group() + name + " fit",
                                Problem.at(
                                        "PF-AWS-016", path, "the type " + name + " " + why, "Name a type that has.")));
            }
        }
        return List.copyOf(problems.values());
    }

    private List<Problem> limits(ClusterRequest request, AwsRecord record) {
        long missing = request.machines().stream()
                .filter(machine -> record.holding(machine.id().value()).isEmpty())
                .count();
        long most = ec2.accountLimits().getOrDefault("max-instances", Long.MAX_VALUE);
        return missing <= most
                ? List.of()
                : List.of(Problem.of(
                        "PF-AWS-017",
                        "The account may run " + most + " machines in " + settings.region() + ", and " + missing
                                + " are asked for.",
                        "Have the quota raised (Service Quotas, EC2), or ask for fewer."));
    }
}
