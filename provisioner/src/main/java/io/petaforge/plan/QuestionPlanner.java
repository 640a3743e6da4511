package io.petaforge.plan;

import io.petaforge.api.BitRate;
import io.petaforge.api.Disk;
import io.petaforge.api.ExitCode;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Nic;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.spec.ClusterSpec;
import io.petaforge.spec.InventoryReader;
import io.petaforge.spec.QuestionSpec;
import io.petaforge.storage.Protection;
import io.petaforge.storage.StoragePlanner;
import io.petaforge.storage.StorageRequest;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.sizing.Answer;
import io.petaforge.storage.sizing.Nearest;
import io.petaforge.storage.sizing.Option;
import io.petaforge.storage.sizing.Question;
import io.petaforge.storage.sizing.Sizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Answers an inventory that asks what to buy: compares the options, and plans the recommended one exactly as if its
 * inventory had been written and its machines stood there.
 */
public final class QuestionPlanner {
    /** The least that three copies need. */
    private static final int PROBE_HOSTS = 3;

    private QuestionPlanner() {}

    /**
     * The answer; {@link Answered#problems()} says why nothing is recommended.
     *
     * @throws PetaforgeException when types of the catalogue cannot be storage hosts, with every reason
     */
    public static Answered answer(QuestionSpec spec) {
        Question question = SizingIntent.of(spec);
        List<Problem> unfit =
                question.hosts().stream().flatMap(host -> unfit(host).stream()).toList();
        if (!unfit.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, unfit);
        }
        Answer answer = Sizer.answer(question);
        Optional<Option> recommended = answer.recommended().map(Answer.Recommended::option);
        return new Answered(
                spec, answer, Nearest.problems(question, answer), recommended.map(option -> layout(spec, option)));
    }

    private static Answered.Layout layout(QuestionSpec question, Option option) {
        String inventory = ProposedInventory.text(question, option);
        ClusterSpec spec = InventoryReader.parse(Path.of("the proposed inventory"), inventory)
                .spec();
        ClusterPlanner planner = new ClusterPlanner(spec);
        List<Machine> machines = planner.request().machines().stream()
                .filter(machine -> machine.kind() == MachineRequest.Kind.HOST)
                .map(machine -> bought(machine, spec.network().linkRate()))
                .toList();
        return new Answered.Layout(planner.plan(machines), inventory);
    }

    /** A machine that is exactly what is asked for. */
    private static Machine bought(MachineRequest request, BitRate link) {
        List<Disk> disks = new ArrayList<>();
        request.disks().forEach(wanted -> IntStream.range(0, wanted.count())
                .forEach(i -> disks.add(new Disk(
                        request.id() + "-drive-" + String.format(java.util.Locale.ROOT, "%02d", disks.size()),
                        "",
                        wanted.atLeast(),
                        wanted.media(),
                        false))));
        return new Machine(
                request.id(),
                request.group(),
                new Location(request.rack()),
                request.threads(),
                request.memory(),
                disks,
                request.ports().stream().map(port -> new Nic(port, link)).toList());
    }

    /** What keeps a type of host from carrying its OSDs and a gateway, each once, in words about the type. */
    private static List<Problem> unfit(HostType type) {
        List<StorageRequest.Host> hosts = IntStream.rangeClosed(1, PROBE_HOSTS)
                .mapToObj(i -> probe(type, i))
                .toList();
        try {
            StoragePlanner.plan(new StorageRequest(
                    "probe",
                    hosts,
                    new Protection.Replicated(3, 2),
                    StorageRequest.FailureDomain.HOST,
                    StorageRequest.Sizing.PRODUCTION,
                    Optional.empty()));
            return List.of();
        } catch (PetaforgeException refused) {
            Map<String, Problem> first = new LinkedHashMap<>();
            refused.problems().forEach(problem -> first.putIfAbsent(problem.code(), problem));
            return first.values().stream()
                    .map(problem -> Problem.at(
                            problem.code(),
                            "catalogue.hosts." + type.name(),
                            problem.what().replace(hosts.get(0).id().value(), "host " + type.name()),
                            problem.fix()))
                    .toList();
        }
    }

    private static StorageRequest.Host probe(HostType type, int number) {
        List<StorageRequest.Drive> drives = new ArrayList<>();
        type.drives().forEach(some -> IntStream.rangeClosed(1, some.count())
                .forEach(i -> drives.add(new StorageRequest.Drive(
                        some.type().name() + "-" + number + "-" + i,
                        some.type().size(),
                        some.type().media()))));
        return new StorageRequest.Host(
                new MachineId("host-" + number),
                "r" + number,
                type.memory(),
                StorageIntent.reservedInProduction(1),
                drives,
                List.of(),
                Optional.of(new StorageRequest.Compute(
                        type.threads(), StorageIntent.threadsOfGatewayHost(), type.network())));
    }
}
