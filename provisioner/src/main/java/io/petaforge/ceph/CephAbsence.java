package io.petaforge.ceph;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Step;
import io.petaforge.storage.OsdPlan;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Ceph needs around some hosts being away for a while and coming back: before, that it goes on without them and does
 * not begin to copy their data; afterwards, that everything is as before.
 *
 * @param hosts those that are away together
 * @param part what of them is away
 * @param voice a monitor's host that stays, on which the cluster is asked
 */
public record CephAbsence(Set<MachineId> hosts, Part part, MachineId voice) {
    /** What of a host can be away. */
    public enum Part {
        /** The host with all that runs on it. */
        HOST,
        /** Its monitor only. */
        MON,
        /** Its OSDs only. */
        OSDS
    }

    public CephAbsence {
        hosts = Set.copyOf(hosts);
    }

    /**
     * An absence of these hosts.
     *
     * @throws PetaforgeException when every monitor is on them: nobody could say any more what the cluster holds
     */
    public static CephAbsence of(ClusterPlan plan, Set<MachineId> hosts, Part part) {
        return new CephAbsence(
                hosts,
                part,
                plan.ceph().mons().stream()
                        .filter(mon -> part == Part.OSDS || !hosts.contains(mon))
                        .findFirst()
                        .orElseThrow(() -> new PetaforgeException(
                                ExitCode.BAD_INPUT,
                                Problem.of(
                                        "PF-DAY-071",
                                        "every monitor of the cluster is on "
                                                + String.join(", ", words(hosts))
                                                + ": with their stores the cluster itself would be lost",
                                        "rebuild fewer hosts at once; with a single monitor, add two more first"
                                                + " (ceph.mons)"))));
    }

    /** The end of the whole cluster: nobody stays to ask, so there is only {@link #stop} and {@link #wipe}. */
    public static CephAbsence ofAll(ClusterPlan plan) {
        return new CephAbsence(CephPaths.hosts(plan), Part.HOST, Cluster.voice(plan));
    }

    /** The monitors' hosts that stay: the first to ask, and those to ask when it does not answer. */
    public List<MachineId> voices(ClusterPlan plan) {
        return plan.ceph().mons().stream()
                .filter(mon -> part == Part.OSDS || !hosts.contains(mon))
                .toList();
    }

    /** The same absence, asked about on another host. */
    public CephAbsence askedOn(MachineId other) {
        return new CephAbsence(hosts, part, other);
    }

    /**
     * Refuses where data or the monitors' majority would be at risk, and keeps Ceph from copying what is away.
     *
     * @param wiped whether what is away comes back empty
     */
    public List<Step> before(boolean wiped) {
        return List.of(new LeaveStep(this, wiped));
    }

    /** The hosts' daemons end by themselves, which clients hardly notice; for hosts that still answer. */
    public List<Step> stop() {
        return List.of(new StopStep(this));
    }

    /** The drives of the hosts' OSDs are emptied, so that Ceph fills them anew. */
    public List<Step> wipe() {
        return List.of(new OsdWipeStep(this));
    }

    /** Takes back what {@link #before} has set; afterwards all that stays out is out for a reason of its own. */
    public List<Step> after() {
        return List.of(new ReturnStep(this), new HealthyStep(Set.of(ReturnStep.NAME), HealthyStep.REFILLING));
    }

    List<Integer> osds(ClusterPlan plan) {
        return plan.storage().osds().stream()
                .filter(osd -> part != Part.MON && hosts.contains(osd.host()))
                .map(OsdPlan::id)
                .toList();
    }

    /** Those of these hosts that are away. */
    Set<MachineId> awayAmong(Set<MachineId> some) {
        Set<MachineId> away = new TreeSet<>(some);
        away.retainAll(hosts);
        return away;
    }

    /** The names of the monitors that are away. */
    Set<String> mons() {
        return part == Part.OSDS ? Set.of() : Set.copyOf(words(hosts));
    }

    String text() {
        return String.join(", ", words(hosts));
    }

    private static List<String> words(Set<MachineId> hosts) {
        return new TreeSet<>(hosts).stream().map(MachineId::value).toList();
    }
}
