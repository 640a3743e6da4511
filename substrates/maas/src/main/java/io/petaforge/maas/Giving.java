package io.petaforge.maas;

import io.petaforge.api.Erase;
import io.petaforge.api.Pause;
import io.petaforge.api.Progress;
import io.petaforge.api.Released;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gives machines back, with the erase that was asked for, and waits until MAAS has them. */
final class Giving {
    private final Maas maas;
    private final MaasSettings settings;
    private final Pause pause;
    private final Progress progress;

    Giving(Maas maas, MaasSettings settings, Pause pause, Progress progress) {
        this.maas = maas;
        this.settings = settings;
        this.pause = pause;
        this.progress = progress;
    }

    /**
     * Gives back every machine that MAAS holds under the name.
     *
     * @param nodes of the cluster, as MAAS described them just now
     * @param gone recorded machines that MAAS does not hold for the cluster, in words
     */
    Released giveBack(String cluster, List<Node> nodes, List<String> gone) {
        List<String> removed = new ArrayList<>(gone);
        Map<String, String> remaining = new TreeMap<>();
        Map<String, Node> left = new LinkedHashMap<>();
        for (Node node : nodes) {
            if (node.locked()) {
                remaining.put(
                        node.id(), node.label() + ": it is locked in MAAS; unlock it when whoever locked it agrees");
            } else {
                left.put(node.id(), node);
            }
        }
        if (settings.erase() != Erase.NONE) {
            stopDeploying(left, remaining);
        }
        List<Node> going = left.values().stream()
                .filter(node -> !node.status().isLeaving())
                .toList();
        Pipeline.each(going, node -> {
                    maas.release(node.id(), settings.erase(), "petaforge: given back by " + cluster);
                    return node;
                })
                .forEach(outcome -> outcome.failure().ifPresent(failure -> {
                    // Lost: whether it was done is seen below.
                    if (failure.kind() != MaasFailure.Kind.LOST) {
                        left.remove(outcome.input().id());
                        if (failure.kind() == MaasFailure.Kind.UNKNOWN) {
                            removed.add(outcome.input().label() + ", gone from MAAS");
                        } else {
                            remaining.put(outcome.input().id(), outcome.input().label() + ": " + failure.getMessage());
                        }
                    }
                }));
        progress.report("giving back " + left.size() + (left.size() == 1 ? " machine" : " machines")
                + (settings.erase() == Erase.NONE
                        ? ""
                        : ", erase " + settings.erase().word()));
        await(left, removed, remaining);
        return new Released(
                removed.stream().sorted().toList(),
                List.copyOf(remaining.values()),
                List.of("machines that MAAS holds under the cluster's name", "recorded machines"));
    }

    /** MAAS erases what was deployed; a deployment that runs is ended first, so that the erase is not lost. */
    private void stopDeploying(Map<String, Node> left, Map<String, String> remaining) {
        List<String> deploying = new ArrayList<>(left.values().stream()
                .filter(node -> node.status() == NodeStatus.DEPLOYING)
                .map(Node::id)
                .toList());
        Pipeline.each(deploying, id -> {
                    maas.operate(id, "abort", "petaforge: to be erased and released");
                    return id;
                })
                .forEach(outcome -> outcome.failure()
                        .ifPresent(failure -> progress.report("not aborted: " + failure.getMessage())));
        Instant end = pause.clock().instant().plus(settings.releaseTimeout());
        // The answer to abort still says Deploying.
        while (!deploying.isEmpty() && pause.clock().instant().isBefore(end)) {
            pause.sleep(Deployment.TICK);
            Map<String, Node> now = maas.byIds(deploying);
            deploying.removeIf(id -> now.get(id) == null || now.get(id).status() != NodeStatus.DEPLOYING);
        }
        deploying.forEach(id -> {
            Node node = left.remove(id);
            remaining.put(id, (node == null ? id : node.label()) + ": its deployment could not be ended");
        });
    }

    private void await(Map<String, Node> left, List<String> removed, Map<String, String> remaining) {
        Instant end = pause.clock().instant().plus(settings.releaseTimeout());
        while (!left.isEmpty()) {
            pause.sleep(Deployment.TICK);
            Map<String, Node> now = maas.byIds(left.keySet());
            for (Node before : List.copyOf(left.values())) {
                Node node = now.get(before.id());
                if (node == null) {
                    removed.add(before.label() + ", gone from MAAS");
                } else if (node.status() == NodeStatus.READY || node.owner().isEmpty()) {
                    removed.add(node.label()
                            + (settings.erase() == Erase.NONE
                                    ? ""
                                    : ", erased (" + settings.erase().word() + ")"));
                } else if (node.status() == NodeStatus.FAILED_DISK_ERASING) {
                    remaining.put(
                            node.id(),
                            node.label()
                                    + ": its drives could not be erased; release it in MAAS without, if that may be");
                } else if (node.status() == NodeStatus.FAILED_RELEASING) {
                    remaining.put(node.id(), node.label() + ": MAAS failed to release it, see its events there");
                } else if (pause.clock().instant().isAfter(end)) {
                    remaining.put(
                            node.id(),
                            node.label() + ": still " + node.statusName() + " after "
                                    + settings.releaseTimeout().toMinutes() + " min");
                } else {
                    continue;
                }
                left.remove(before.id());
            }
        }
    }
}
