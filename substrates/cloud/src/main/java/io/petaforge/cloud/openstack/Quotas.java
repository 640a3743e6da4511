package io.petaforge.cloud.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether the project may have all that is about to be made: asked before the first of it, all of it together. */
final class Quotas {
    private final Cloud cloud;
    private final OpenStackSettings settings;

    Quotas(Cloud cloud, OpenStackSettings settings) {
        this.cloud = cloud;
        this.settings = settings;
    }

    List<Problem> problems(List<Choice.Pick> missing, boolean siteMade) {
        if (missing.isEmpty()) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        JsonNode nova =
                cloud.read(() -> cloud.servers().limits()).path("limits").path("absolute");
        check(problems, "servers", missing.size(), nova, "maxTotalInstances", "totalInstancesUsed");
        check(problems, "vCPUs", sum(missing, pick -> pick.flavor().vcpus()), nova, "maxTotalCores", "totalCoresUsed");
        check(
                problems,
                "MiB of memory",
                sum(missing, pick -> pick.flavor().memory()),
                nova,
                "maxTotalRAMSize",
                "totalRAMUsed");
        if (settings.spread() != OpenStackSettings.Spread.ANY) {
            Map<String, Long> groups = missing.stream()
                    .filter(pick -> !pick.request().group().equals(JumpHost.NAME))
                    .collect(Collectors.groupingBy(
                            pick -> pick.request().group() + " " + pick.zone(), TreeMap::new, Collectors.counting()));
            check(
                    problems,
                    "server groups",
                    siteMade ? 0 : groups.size(),
                    nova,
                    "maxServerGroups",
                    "totalServerGroupsUsed");
            // How many a group has already is not told here; the count of one that is made has no more than these.
            long members =
                    groups.values().stream().mapToLong(count -> count).max().orElse(0);
            problem(
                            "servers in one server group",
                            members,
                            nova.path("maxServerGroupMembers").asLong(-1),
                            0)
                    .ifPresent(problems::add);
        }
        volumes(problems, missing);
        addresses(problems, missing, siteMade);
        return problems;
    }

    private void volumes(List<Problem> problems, List<Choice.Pick> missing) {
        int boot = settings.bootVolume().map(Choice::gigabytes).orElse(0);
        long count = sum(missing, pick -> pick.volumes().size() + (boot > 0 ? 1 : 0));
        if (count == 0 || !cloud.hasVolumes()) {
            return;
        }
        long size = sum(
                missing,
                pick -> boot
                        + pick.volumes().stream()
                                .mapToInt(Choice.Wish::gigabytes)
                                .sum());
        JsonNode cinder =
                cloud.read(() -> cloud.volumes().limits()).path("limits").path("absolute");
        check(problems, "volumes", count, cinder, "maxTotalVolumes", "totalVolumesUsed");
        check(problems, "GiB of volumes", size, cinder, "maxTotalVolumeGigabytes", "totalGigabytesUsed");
    }

    private void addresses(List<Problem> problems, List<Choice.Pick> missing, boolean siteMade) {
        boolean makes = settings.network().range().isPresent() && !siteMade;
        boolean routes = makes && settings.network().external().isPresent();
        // Neutron takes a port of the project for the router's side of the subnet.
        Map<String, Long> need = new LinkedHashMap<>();
        need.put("port", missing.size() + (routes ? 1L : 0L));
        need.put("network", makes ? 1L : 0L);
        need.put("subnet", makes ? 1L : 0L);
        need.put("router", routes ? 1L : 0L);
        need.put("security_group", siteMade ? 0L : settings.makesJumpHost() ? 2L : 1L);
        need.put(
                "floatingip",
                missing.stream()
                        .filter(pick -> settings.floats(pick.request().id().value()))
                        .count());
        String project = cloud.read(() -> cloud.addresses().project())
                .path("tenant")
                .path("tenant_id")
                .asText();
        JsonNode quota = cloud.read(() -> cloud.addresses().quotas(project)).path("quota");
        need.forEach((kind, amount) -> problem(
                        kind.replace('_', ' ') + "s",
                        amount,
                        quota.path(kind).path("limit").asLong(-1),
                        quota.path(kind).path("used").asLong()
                                + quota.path(kind).path("reserved").asLong())
                .ifPresent(problems::add));
    }

    private static void check(
            List<Problem> problems, String kind, long need, JsonNode limits, String limit, String used) {
        problem(kind, need, limits.path(limit).asLong(-1), limits.path(used).asLong())
                .ifPresent(problems::add);
    }

    /** No limit is written as -1. */
    static Optional<Problem> problem(String kind, long need, long limit, long used) {
        return need == 0 || limit < 0 || need <= limit - used
                ? Optional.empty()
                : Optional.of(Problem.of(
                        "PF-OS-008",
                        "The cluster needs " + need + " more " + kind + "; the project's quota is " + limit
                                + ", of which " + used + " are in use.",
                        "Have the quota raised, or ask for less."));
    }

    private static long sum(List<Choice.Pick> picks, java.util.function.ToLongFunction<Choice.Pick> amount) {
        return picks.stream().mapToLong(amount).sum();
    }
}
