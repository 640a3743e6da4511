package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.DesiredFile;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Inputs;
import io.petaforge.step.Probe;
import io.petaforge.step.UnitFacts;
import io.petaforge.step.UnitState;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The daemons with what each has to be restarted for. The hash of a master's or worker's inputs has two halves: all of its
 * inputs, and those that daemons must have in common to talk to each other: the secret, and the release of Spark, whose
 * messages are Java's serialized objects. Where the second half differs they cannot be restarted one after the other.
 */
final class SparkDaemons {
    private static final int HALF = 32;

    private final ClusterPlan plan;
    private final SparkInputs inputs;

    SparkDaemons(ClusterPlan plan, SparkInputs inputs) {
        this.plan = plan;
        this.inputs = inputs;
    }

    /** Unit files of master and worker on a host. */
    List<DesiredFile> files(MachineId host) {
        return new SparkUnits(plan, inputs).cluster(host);
    }

    /** Master and worker on a host, and what belongs to a worker. */
    List<DesiredUnit> cluster(MachineId host) {
        List<DesiredFile> daemon = new SparkFiles(plan, inputs).daemon(host);
        return files(host).stream()
                .map(unit -> DesiredUnit.restarted(SparkUnits.name(unit), hash(unit, daemon)))
                .toList();
    }

    /** The same without the master. */
    List<DesiredUnit> worker(MachineId host) {
        return cluster(host).stream()
                .filter(unit -> !unit.name().equals(SparkUnits.MASTER))
                .toList();
    }

    DesiredUnit master() {
        return cluster(plan.spark().master()).stream()
                .filter(unit -> unit.name().equals(SparkUnits.MASTER))
                .findFirst()
                .orElseThrow();
    }

    Probe<Map<String, UnitState>> clusterState(MachineId host) {
        return UnitFacts.probeOf(host, "spark/units", cluster(host));
    }

    /** Unit file of the history server. */
    DesiredFile historyFile() {
        return new SparkUnits(plan, inputs).history();
    }

    DesiredUnit history() {
        List<DesiredFile> everything = Stream.concat(
                        Stream.of(historyFile()),
                        new SparkFiles(plan, inputs).of(plan.spark().history()).stream())
                .toList();
        return DesiredUnit.restarted(SparkUnits.HISTORY, Inputs.hash(everything, ConfigStep.trustStoreSum(inputs)));
    }

    Probe<Map<String, UnitState>> historyState() {
        return UnitFacts.probeOf(plan.spark().history(), "spark/history/units", List.of(history()));
    }

    /** Whether a daemon that runs cannot talk to those that are started now. */
    static boolean isStranger(DesiredUnit unit, UnitState found) {
        String applied = found.applied();
        // Without a stamp nothing is known: it was started in a run that was killed, mostly this version's.
        return applied.length() == 2 * HALF
                && !applied.substring(HALF).equals(unit.inputsHash().substring(HALF));
    }

    private String hash(DesiredFile unit, List<DesiredFile> daemon) {
        return switch (SparkUnits.name(unit)) {
            // The mounts depend on nothing but their own unit.
            case SparkUnits.VOLUMES -> Inputs.hash(List.of(unit));
            case SpotWatch.UNIT -> Inputs.hash(List.of(unit, SpotWatch.program()));
            // Not the trust store: master and worker talk to each other and to executors, none of which is TLS.
            // Executors and
            // drivers are processes of their own that read it when they start, and those that run would be lost.
            default -> {
                String all = Inputs.hash(
                        Stream.concat(Stream.of(unit), daemon.stream()).toList());
                yield all.substring(0, HALF) + common().substring(0, HALF);
            }
        };
    }

    private String common() {
        return Inputs.hash(
                List.of(),
                inputs.authentication().reveal(),
                inputs.resource().lock().versions().line());
    }
}
