package io.petaforge.maas;

import io.petaforge.api.Erase;
import io.petaforge.api.MachineId;
import io.petaforge.api.Pause;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Brings deployed machines to where they can be deployed anew. MAAS deploys nothing that it holds as deployed, nor does it
 * let go of drives then: a machine has to be released (without an erase), freed of its other drives while it is Ready, and
 * allocated again by its system id. For that second it is free for everybody; somebody who is quicker is seen.
 */
final class Reclaiming {
    /** Short, since a machine that is released is free for everybody until the next look. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Maas maas;
    private final MaasSettings settings;
    private final Ledger ledger;
    private final Pause pause;
    private final Progress progress;
    private final DriveList drives;
    private final AddressHold addresses;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    Reclaiming(Maas maas, MaasSettings settings, Ledger ledger, Pause pause, Progress progress) {
        this.maas = maas;
        this.settings = settings;
        this.ledger = ledger;
        this.pause = pause;
        this.progress = progress;
        this.drives = new DriveList(maas);
        this.addresses = new AddressHold(maas);
    }

    /**
     * What became of machines.
     *
     * @param lost those that are not ours any more, with what became of them
     * @param stuck those that cannot be deployed as it is, with what stands in the way; the same command goes on with them
     */
    record Result(Map<Held, String> lost, Map<Held, Problem> stuck) {
        Result {
            lost = Map.copyOf(lost);
            stuck = Map.copyOf(stuck);
        }

        boolean holdsUp(MachineId machine) {
            return stuck.keySet().stream().anyMatch(held -> held.id().equals(machine));
        }
    }

    /** What a look at one machine came to. */
    private record Look(Held held, boolean over, Optional<String> lost, Optional<Problem> problem) {
        static Look wait(Held held) {
            return new Look(held, false, Optional.empty(), Optional.empty());
        }

        static Look ready(Held held) {
            return new Look(held, true, Optional.empty(), Optional.empty());
        }

        static Look lost(Held held, String why) {
            return new Look(held, true, Optional.of(why), Optional.empty());
        }

        static Look stuck(Held held, Problem problem) {
            return new Look(held, true, Optional.empty(), Optional.of(problem));
        }
    }

    /** Brings those that are under way to where only the deployment is left. */
    Result settle(List<Held> machines) {
        Map<String, Held> open = new LinkedHashMap<>();
        machines.stream()
                .filter(held -> ledger.record().underWay(held).isPresent())
                .forEach(held -> open.put(held.node(), held));
        Map<Held, String> lost = new LinkedHashMap<>();
        Map<Held, Problem> stuck = new LinkedHashMap<>();
        Instant end = pause.clock().instant().plus(settings.releaseTimeout());
        while (!open.isEmpty()) {
            for (Look look : looks(List.copyOf(open.values()))) {
                look.lost().ifPresent(why -> lost.put(look.held(), why));
                look.problem().ifPresent(problem -> stuck.put(look.held(), problem));
                if (look.over()) {
                    open.remove(look.held().node());
                }
            }
            if (pause.clock().instant().isAfter(end)) {
                open.values()
                        .forEach(held -> stuck.put(
                                held,
                                stuck(
                                        held,
                                        "is not released after "
                                                + settings.releaseTimeout().toMinutes() + " min")));
                open.clear();
            }
            if (!open.isEmpty()) {
                pause.sleep(LOOK);
            }
        }
        return new Result(lost, stuck);
    }

    private List<Look> looks(List<Held> open) {
        Set<String> ours =
                maas.ofAgent(ledger.record().agent()).stream().map(Node::id).collect(Collectors.toSet());
        Map<String, Node> nodes = maas.byIds(open.stream().map(Held::node).toList());
        return Pipeline.all(
                open, held -> look(held, Optional.ofNullable(nodes.get(held.node())), ours.contains(held.node())));
    }

    private Look look(Held held, Optional<Node> found, boolean ours) {
        if (found.isEmpty()) {
            return Look.lost(held, "MAAS does not know it any more");
        }
        Node node = found.get();
        boolean back = stage(held) == Renewal.Stage.BACK;
        boolean covered = DriveList.exposed(node).isEmpty();
        if (ours && node.status() == NodeStatus.ALLOCATED && covered) {
            return back(held, back);
        }
        if (back && ours && node.status() != NodeStatus.ALLOCATED) {
            // Deploying, deployed or failed: whoever watches deployments sees to it.
            return Look.ready(held);
        }
        if (node.status().isLeaving()) {
            return Look.wait(held);
        }
        if (ours || node.status() == NodeStatus.FAILED_RELEASING) {
            return release(held, node);
        }
        if (node.status() != NodeStatus.READY || node.owner().isPresent()) {
            return Look.lost(
                    held,
                    "it is " + node.statusName()
                            + node.owner().map(owner -> ", held by " + owner).orElse(""));
        }
        return allocate(held, node);
    }

    private Renewal.Stage stage(Held held) {
        return ledger.record().renewal(held.node()).orElseThrow().stage();
    }

    private Look release(Held held, Node node) {
        if (node.locked()) {
            return Look.stuck(held, stuck(held, "is locked in MAAS"));
        }
        if (node.status() == NodeStatus.FAILED_RELEASING && asked.contains(node.id())) {
            return Look.stuck(held, stuck(held, "could not be released: see its events in MAAS"));
        }
        asked.add(node.id());
        ledger.put(held, ledger.record().renewal(held.node()).orElseThrow().at(Renewal.Stage.LEAVING));
        progress.report(held.label() + " is released, its drives not erased, to be deployed anew");
        asking(() -> maas.release(node.id(), Erase.NONE, "petaforge: " + held.machine() + " is deployed anew"));
        return Look.wait(held);
    }

    private Look allocate(Held held, Node node) {
        boolean done = asking(() -> {
            drives.hide(node);
            maas.allocate(
                    ledger.record().agent(),
                    "petaforge: " + held.machine() + " of " + ledger.record().cluster() + ", deployed anew",
                    Map.of("system_id", List.of(node.id())));
        });
        // It may have been another's word that came first: who has it is seen at the next look.
        return done ? back(held, false) : Look.wait(held);
    }

    /** Whether it was done for certain: what was refused for the state, and what nobody heard of, is looked at again. */
    private static boolean asking(Runnable request) {
        try {
            request.run();
            return true;
        } catch (MaasFailure e) {
            if (e.kind() != MaasFailure.Kind.STATE && e.kind() != MaasFailure.Kind.LOST) {
                throw e;
            }
            return false;
        }
    }

    private Look back(Held held, boolean known) {
        Renewal renewal = ledger.record().renewal(held.node()).orElseThrow();
        Held now = ledger.record().holding(held.machine()).orElse(held);
        if (!known) {
            now = now.taken(now.drives());
            ledger.put(now, renewal.at(Renewal.Stage.BACK));
            new Taking(maas, settings, ledger).annotate(List.of(now));
            progress.report(held.label() + " is allocated again");
        }
        try {
            addresses.hold(renewal.before(), maas.description(held.node()));
        } catch (MaasFailure e) {
            if (e.kind() == MaasFailure.Kind.LOST) {
                return Look.wait(held);
            }
            return Look.stuck(
                    held,
                    Problem.of(
                            "PF-MAAS-038",
                            held.label() + " cannot have the address back that the cluster knows it by: " + e.detail()
                                    + ".",
                            "Free the address in MAAS, and run the same command again: the machine is kept for the cluster."));
        }
        return Look.ready(now);
    }

    private static Problem stuck(Held held, String what) {
        return Problem.of(
                "PF-MAAS-039",
                "The machine of " + held.label() + " " + what + ".",
                "Put that right in MAAS, and run the same command again: it goes on from there.");
    }
}
