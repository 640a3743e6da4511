package io.petaforge.maas;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Everything that stands in the way of taking the machines, found before one is taken. Changes nothing. */
final class MaasPreflight {
    /** The first version with every operation that is used here; workload annotations came with it. */
    private static final int LEAST_MAJOR = 2;

    private static final int LEAST_MINOR = 9;
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    private final Maas maas;
    private final MaasSettings settings;

    MaasPreflight(Maas maas, MaasSettings settings) {
        this.maas = maas;
        this.settings = settings;
    }

    List<Problem> problems(ClusterRequest request, MaasRecord record) {
        try {
            List<Problem> problems = new ArrayList<>(RequestCheck.problems(request, settings));
            problems.addAll(version());
            JsonNode user = maas.whoami();
            problems.addAll(names(request));
            if (problems.isEmpty()) {
                Selection.Result selection = new Selection(maas, settings).of(request, record, Set.of());
                problems.addAll(selection.problems());
                problems.addAll(layouts(selection, user.path("is_superuser").asBoolean(false)));
                problems.addAll(images(selection));
                problems.addAll(dryRuns(selection));
            }
            return List.copyOf(problems);
        } catch (MaasFailure e) {
            return List.of(e.problem());
        }
    }

    private List<Problem> version() {
        String version = maas.version();
        Matcher matcher = VERSION.matcher(version);
        boolean known = matcher.matches();
        int major = known ? Integer.parseInt(matcher.group(1)) : 0;
        int minor = known ? Integer.parseInt(matcher.group(2)) : 0;
        boolean enough = major > LEAST_MAJOR || (major == LEAST_MAJOR && minor >= LEAST_MINOR);
        return enough
                ? List.of()
                : List.of(Problem.of(
                        "PF-MAAS-004",
                        "The region runs MAAS " + (version.isEmpty() ? "of an unknown version" : version) + ".",
                        "Upgrade it to " + LEAST_MAJOR + "." + LEAST_MINOR
                                + " or later; 3.4 is what petaforge was tested with."));
    }

    /** Zones, pools, tags, spaces and subnets that are asked for and do not exist. */
    private List<Problem> names(ClusterRequest request) {
        Set<String> zones = new TreeSet<>();
        Set<String> pools = new TreeSet<>();
        Set<String> tags = new TreeSet<>();
        Set<String> spaces = new TreeSet<>();
        Set<String> subnets = new TreeSet<>();
        for (MachineRequest machine : request.machines()) {
            zones.add(settings.zone(machine.rack()));
            MaasSettings.Group group = settings.group(machine.group());
            group.pool().ifPresent(pools::add);
            tags.addAll(group.tags());
            tags.addAll(group.notTags());
            group.interfaces().values().forEach(wanted -> {
                wanted.space().ifPresent(spaces::add);
                wanted.subnet().ifPresent(subnets::add);
            });
        }
        List<Problem> problems = new ArrayList<>();
        problems.addAll(unknown(
                "PF-MAAS-006",
                "zone",
                "zones/",
                "name",
                zones,
                "Name racks as MAAS names its zones, or say under substrate.maas.zones which rack is which."));
        problems.addAll(unknown(
                "PF-MAAS-007", "resource pool", "resourcepools/", "name", pools, "Correct substrate.maas.groups."));
        problems.addAll(unknown("PF-MAAS-008", "tag", "tags/", "name", tags, "Correct substrate.maas.groups."));
        problems.addAll(unknown("PF-MAAS-009", "space", "spaces/", "name", spaces, "Correct substrate.maas.groups."));
        problems.addAll(
                unknown("PF-MAAS-009", "subnet", "subnets/", "cidr", subnets, "Correct substrate.maas.groups."));
        return problems;
    }

    private List<Problem> unknown(
            String code, String noun, String collection, String field, Set<String> asked, String fix) {
        if (asked.isEmpty()) {
            return List.of();
        }
        List<String> known = maas.values(collection, field);
        return asked.stream()
                .filter(name -> !known.contains(name))
                .map(name -> Problem.of(
                        code,
                        "MAAS has no " + noun + " '" + name + "'; it has "
                                + (known.isEmpty()
                                        ? "none"
                                        : known.stream().sorted().limit(20).collect(Collectors.joining(", ")))
                                + ".",
                        fix))
                .toList();
    }

    /** Only an administrator may set storage layouts; with one, any layout will do. */
    private static List<Problem> layouts(Selection.Result selection, boolean administrator) {
        List<String> unfit = selection.picks().values().stream()
                .filter(pick -> pick.drives().layout())
                .map(pick -> pick.node().label())
                .sorted()
                .toList();
        return administrator || unfit.isEmpty()
                ? List.of()
                : List.of(
                        Problem.of(
                                "PF-MAAS-028",
                                "The storage layout of " + String.join(", ", unfit)
                                        + " must change, and the key belongs to no administrator.",
                                "Use an administrator's key, or have the layout set to flat on the boot drive, all other drives empty."));
    }

    private List<Problem> images(Selection.Result selection) {
        Set<String> architectures = new TreeSet<>();
        selection
                .picks()
                .values()
                .forEach(pick -> architectures.add(pick.node().architecture().split("/")[0]));
        if (architectures.isEmpty()) {
            return List.of();
        }
        List<String> images = maas.images();
        return architectures.stream()
                .filter(architecture -> !images.contains("ubuntu/" + settings.series() + " " + architecture))
                .map(architecture -> Problem.of(
                        "PF-MAAS-005",
                        "MAAS has no image of ubuntu/" + settings.series() + " for " + architecture + "; it has "
                                + (images.isEmpty() ? "none" : String.join(", ", images)) + ".",
                        "Have the region import it, or set substrate.maas.series to one that is there."))
                .toList();
    }

    /** One for each group in each rack: MAAS's own word that what was chosen here can be had by these constraints. */
    private List<Problem> dryRuns(Selection.Result selection) {
        Map<String, Pick> one = new TreeMap<>();
        selection.picks().values().stream()
                .sorted(java.util.Comparator.comparing(pick -> pick.request().id()))
                // A failed test has to be overridden first, which is no dry run any more.
                .filter(pick -> pick.node().status() == NodeStatus.READY)
                .forEach(pick -> one.putIfAbsent(
                        pick.request().group() + " in zone " + pick.node().zone(), pick));
        List<Supplier<Optional<Problem>>> runs = new ArrayList<>();
        one.forEach((where, pick) -> runs.add(() -> dryRun(where, pick)));
        return Pipeline.all(runs, Supplier::get).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Problem> dryRun(String where, Pick pick) {
        Map<String, List<String>> constraints = new LinkedHashMap<>(constraints(pick, settings));
        if (pick.drives().layout()) {
            // Storage constraints match only once the layout is set.
            constraints.remove("storage");
        }
        try {
            maas.dryRun(constraints);
            return Optional.empty();
        } catch (MaasFailure e) {
            if (e.kind() != MaasFailure.Kind.STATE && e.kind() != MaasFailure.Kind.REFUSED) {
                throw e;
            }
            return Optional.of(Problem.of(
                    "PF-MAAS-027",
                    "MAAS would allocate nothing for group " + where + ", although "
                            + pick.node().label() + " looks fit: " + e.detail() + ".",
                    "See in MAAS what keeps that machine, or take it out of the group's pool or tags."));
        }
    }

    /** What is asked of MAAS for a pick beside its system id. */
    static Map<String, List<String>> constraints(Pick pick, MaasSettings settings) {
        MaasSettings.Group group = settings.group(pick.request().group());
        Map<String, List<String>> constraints = new LinkedHashMap<>();
        constraints.put("zone", List.of(pick.node().zone()));
        group.pool().ifPresent(pool -> constraints.put("pool", List.of(pool)));
        constraints.put("tags", group.tags());
        constraints.put("not_tags", group.notTags());
        constraints.put("cpu_count", List.of(Integer.toString(pick.request().threads())));
        constraints.put("mem", List.of(Long.toString(pick.request().memory().mebibytes())));
        constraints.put("storage", List.of(pick.drives().constraint(settings.bootDrive())));
        String interfaces = Fit.interfaces(group);
        if (!interfaces.isEmpty()) {
            constraints.put("interfaces", List.of(interfaces));
        }
        return constraints;
    }
}
