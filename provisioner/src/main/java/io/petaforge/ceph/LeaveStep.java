package io.petaforge.ceph;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ceph/leave}: some hosts may go away. Refuses, with everything that stands in the way, unless all data stays
 * served and the monitors keep their majority; then tells the monitors not to call the hosts' OSDs out.
 *
 * <p>A host that is dead already may be away: its OSDs are down, and nothing more is lost by making it anew.
 */
final class LeaveStep implements Step {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final CephAbsence absence;
    private final boolean wiped;

    LeaveStep(CephAbsence absence, boolean wiped) {
        this.absence = absence;
        this.wiped = wiped;
    }

    @Override
    public String name() {
        return "ceph/leave";
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>(List.of(Cluster.state(plan, absence.voice())));
        if (!absence.osds(plan).isEmpty()) {
            probes.add(Cluster.stopping(plan, absence.voice(), absence.osds(plan)));
        }
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        Optional<ClusterState> state = facts.get(Cluster.state(plan, absence.voice()));
        List<Integer> osds = absence.osds(plan);
        List<Problem> problems = state.map(found -> problems(plan, found, facts))
                .orElseGet(() -> List.of(problem(
                        "no monitor answers on " + absence.voice() + ", so nobody can say what is at risk",
                        "run build, which starts what does not run, then this again")));
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, problems);
        }
        List<String> without = osds.stream()
                .filter(id -> state.get().osd(id).filter(osd -> !osd.noout()).isPresent())
                .map(id -> "osd." + id)
                .toList();
        return without.isEmpty()
                ? List.of()
                : List.of(Cluster.action(
                        plan,
                        absence.voice(),
                        "keep " + String.join(", ", without) + " in while away",
                        List.of(NoOut.set(without)),
                        LIMIT,
                        Effect.CHANGE));
    }

    private List<Problem> problems(ClusterPlan plan, ClusterState state, Facts facts) {
        List<Problem> problems = new ArrayList<>();
        Set<String> away = absence.mons();
        long left = state.quorum().stream().filter(mon -> !away.contains(mon)).count();
        int majority = state.mons().size() / 2 + 1;
        if (left < majority && state.mons().stream().anyMatch(away::contains)) {
            problems.add(problem(
                    "without " + absence.text() + ", " + left + " of "
                            + state.mons().size() + " monitors would be in quorum; " + majority + " are needed",
                    "bring the other monitors back first: build starts them"));
        }
        List<String> missing = plan.storage().osds().stream()
                .filter(osd -> !absence.hosts().contains(osd.host()))
                .filter(osd -> state.osd(osd.id())
                        .filter(found -> found.up() && found.in())
                        .isEmpty())
                .map(osd -> "osd." + osd.id() + " on " + osd.host())
                .toList();
        List<Integer> osds = absence.osds(plan);
        if (!missing.isEmpty() && !osds.isEmpty()) {
            problems.add(problem(
                    "elsewhere OSDs are not up and in: " + String.join(", ", missing),
                    "bring them back first: build does, or 'rebuild' that host"));
        }
        boolean alive = osds.stream()
                .anyMatch(id -> state.osd(id).filter(ClusterState.Osd::up).isPresent());
        ClusterState.Pgs pgs = state.pgs();
        if (alive && pgs.clean() < pgs.total()) {
            problems.add(problem(
                    (pgs.total() - pgs.clean()) + " of " + pgs.total()
                            + " placement groups are not clean: some data has fewer copies than it should",
                    "wait until Ceph has repaired them ('ceph -s'), then run this again"));
        }
        // What is down already serves nothing; whether it is missed matters only where its copy is to be given up.
        if (!osds.isEmpty() && (alive || wiped)) {
            facts.get(Cluster.stopping(plan, absence.voice(), osds))
                    .ifPresent(why -> problems.add(problem(
                            "Ceph would stop serving some data without the OSDs of " + absence.text() + ": " + why,
                            "rebuild fewer hosts at once, or wait until 'ceph osd ok-to-stop' agrees")));
        }
        return problems;
    }

    private static Problem problem(String what, String todo) {
        return Problem.of("PF-DAY-072", what, todo);
    }
}
