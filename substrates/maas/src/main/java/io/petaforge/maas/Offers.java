package io.petaforge.maas;

import io.petaforge.api.Candidates;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Inspection;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the region has for a request: the machines that the cluster holds already, as they are, and free ones for the rest. */
final class Offers {
    private final Maas maas;
    private final MaasSettings settings;
    private final MaasStore store;

    Offers(Maas maas, MaasSettings settings, MaasStore store) {
        this.maas = maas;
        this.settings = settings;
        this.store = store;
    }

    /**
     * The machines that the plan is made on. Called again after a machine was replaced it tells of the replacement.
     *
     * @throws PetaforgeException with every reason why there are not enough
     */
    List<Machine> machines(ClusterRequest request) {
        MaasRecord record = Ledger.open(store, request.cluster()).record();
        List<Problem> problems = new ArrayList<>(RequestCheck.problems(request, settings));
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        Selection.Result found = select(request, record);
        if (!found.problems().isEmpty()) {
            // A tag or a pool that does not exist excludes every machine: the preflight tells which it is.
            List<Problem> causes = new MaasPreflight(maas, settings).problems(request, record);
            throw new PetaforgeException(ExitCode.PREFLIGHT, causes.isEmpty() ? found.problems() : causes);
        }
        return request.machines().stream()
                .flatMap(machine -> machine(machine, found).stream())
                .toList();
    }

    private Selection.Result select(ClusterRequest request, MaasRecord record) {
        try {
            return new Selection(maas, settings).of(request, record, Set.of());
        } catch (MaasFailure e) {
            // An unknown zone is refused as a filter too, one zone at a time; the preflight tells of all names at once.
            List<Problem> causes = e.kind() == MaasFailure.Kind.REFUSED
                    ? new MaasPreflight(maas, settings).problems(request, record)
                    : List.of();
            if (causes.isEmpty()) {
                throw e;
            }
            throw new PetaforgeException(ExitCode.PREFLIGHT, causes);
        }
    }

    private static Optional<Machine> machine(MachineRequest machine, Selection.Result found) {
        Node held = found.held().get(machine.id());
        if (held != null) {
            return Optional.of(
                    HardwareReader.machine(machine, held, held.bootDrive().orElse(-1)));
        }
        return Optional.ofNullable(found.picks().get(machine.id()))
                .map(pick -> HardwareReader.machine(
                        machine, pick.node(), pick.drives().boot().id()));
    }

    /** Everything in the request's zones, with what would be taken and why the rest would not. */
    Candidates.Found candidates(ClusterRequest request) {
        MaasRecord record = Ledger.open(store, request.cluster()).record();
        Selection.Result found = select(request, record);
        Map<String, MachineRequest> taken = new LinkedHashMap<>();
        Map<MachineId, Supplier<Inspection>> readings = new TreeMap<>();
        for (MachineRequest machine : request.machines()) {
            Optional<Node> node = Optional.ofNullable(found.held().get(machine.id()))
                    .or(() ->
                            Optional.ofNullable(found.picks().get(machine.id())).map(Pick::node));
            node.ifPresent(there -> {
                taken.put(there.id(), machine);
                readings.put(machine.id(), () -> inspection(machine, there, found));
            });
        }
        List<MachineId> ids = List.copyOf(readings.keySet());
        List<Inspection> inspections = Pipeline.all(List.copyOf(readings.values()), Supplier::get);
        Map<MachineId, Inspection> chosen = new TreeMap<>();
        for (int i = 0; i < ids.size(); i++) {
            chosen.put(ids.get(i), inspections.get(i));
        }
        return new Candidates.Found(listed(request, taken), chosen, found.problems());
    }

    private List<Candidates.Candidate> listed(ClusterRequest request, Map<String, MachineRequest> taken) {
        List<String> zones = request.machines().stream()
                .map(machine -> settings.zone(machine.rack()))
                .distinct()
                .sorted()
                .toList();
        List<Candidates.Candidate> listed = new ArrayList<>();
        Pipeline.all(zones, maas::inZone)
                .forEach(nodes -> nodes.forEach(node -> listed.add(new Candidates.Candidate(
                        node.id(),
                        node.hostname(),
                        settings.rack(node.zone()),
                        node.statusName(),
                        Optional.ofNullable(taken.get(node.id())).map(MachineRequest::id),
                        taken.containsKey(node.id()) ? "" : verdict(request, node)))));
        listed.sort(Comparator.comparing((Candidates.Candidate candidate) ->
                        candidate.machine().map(MachineId::value).orElse("~"))
                .thenComparing(Candidates.Candidate::rack)
                .thenComparing(Candidates.Candidate::name));
        return listed;
    }

    private String verdict(ClusterRequest request, Node node) {
        Fit fit = new Fit(settings);
        Set<String> groups = new LinkedHashSet<>();
        Map<String, String> verdicts = new TreeMap<>();
        for (MachineRequest machine : request.machines()) {
            if (settings.zone(machine.rack()).equals(node.zone()) && groups.add(machine.group())) {
                verdicts.put(
                        machine.group(), fit.excluded(node, machine).orElse("fits, and others are enough or smaller"));
            }
        }
        return verdicts.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; "));
    }

    private Inspection inspection(MachineRequest machine, Node node, Selection.Result found) {
        Machine planned = machine(machine, found).orElseThrow();
        return new Inspection(
                planned.threads(),
                planned.memory(),
                planned.disks(),
                planned.nics(),
                // Before it is deployed it has none.
                List.of(),
                HardwareReader.hardware(
                        machine.id(),
                        node,
                        maas.results(node.id(), "current-commissioning", Optional.of(HardwareReader.LLDP_SCRIPT)),
                        maas.results(node.id(), "current-testing", Optional.empty())),
                new Inspection.Software("", "", "", ""),
                findings(machine, node));
    }

    private static List<Problem> findings(MachineRequest machine, Node node) {
        return node.tests() == Node.Verdict.PASSED
                ? List.of()
                : List.of(Problem.of(
                        "PF-MAAS-033",
                        machine.id() + ": hardware tests of " + node.label() + ": "
                                + node.tests().word() + ".",
                        "See its test results in MAAS before relying on it."));
    }

    /** Addresses of the machines that are deployed, by the order of preference of {@link Addresses}. */
    Map<MachineId, List<String>> addresses(ClusterRequest request) {
        Map<MachineId, Held> deployed = new TreeMap<>();
        Ledger ledger = Ledger.open(store, request.cluster());
        ledger.of(request.machines()).stream()
                .filter(held -> held.stage() == Held.Stage.DEPLOYED
                        || ledger.record().underWay(held).isPresent())
                .forEach(held -> deployed.put(held.id(), held));
        Map<String, Node> nodes =
                maas.byIds(deployed.values().stream().map(Held::node).toList());
        Map<MachineId, List<String>> addresses = new TreeMap<>();
        deployed.forEach((id, held) -> ledger.record()
                .underWay(held)
                .map(Renewal::asBefore)
                .or(() -> Optional.ofNullable(nodes.get(held.node())))
                .map(node -> Addresses.of(node, settings.group(held.group())))
                .filter(found -> !found.isEmpty())
                .ifPresent(found -> addresses.put(id, found)));
        return addresses;
    }
}
