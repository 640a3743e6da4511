package io.petaforge.ceph;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ceph/served}: every gateway shows the certificate that it was given, to a client that trusts the cluster's CA and
 * no other, takes the keys that are in use, and refuses those that were taken away. Changes nothing.
 */
final class ServedStep implements Step {
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;

    private final CephKeys keys;
    private final ClusterCa ca;

    ServedStep(CephKeys keys, ClusterCa ca) {
        this.keys = keys;
        this.ca = ca;
    }

    @Override
    public String name() {
        return "ceph/served";
    }

    @Override
    public Set<String> after() {
        return Set.of();
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        for (MachineId gateway : plan.ceph().rgws()) {
            probes.add(present(plan, gateway));
            old(plan, gateway).ifPresent(probes::add);
        }
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Problem> problems = new ArrayList<>();
        for (MachineId gateway : plan.ceph().rgws()) {
            S3.Served found = facts.get(present(plan, gateway));
            if (found.status() != OK) {
                problems.add(problem(
                        gateway,
                        found.error().isEmpty()
                                ? "answers the keys in use with HTTP " + found.status()
                                : "does not serve: " + found.error()));
            } else if (!found.certificate()
                    .equals(Certificates.fingerprint(ConfigStep.certificate(plan, gateway, ca)))) {
                problems.add(problem(gateway, "shows another certificate than the one it was given"));
            }
            old(plan, gateway)
                    .map(facts::get)
                    .filter(answer -> answer.status() != FORBIDDEN)
                    .ifPresent(answer -> problems.add(problem(
                            gateway,
                            "answers the keys that were taken away with "
                                    + (answer.status() == 0 ? answer.error() : "HTTP " + answer.status()))));
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
        return List.of();
    }

    private static Problem problem(MachineId gateway, String what) {
        return Problem.of(
                "PF-DAY-095",
                "the gateway on " + gateway + " " + what,
                "look at journalctl -u " + CephPaths.rgwUnit(gateway) + " there, then give the command again");
    }

    private Probe<S3.Served> present(ClusterPlan plan, MachineId gateway) {
        return S3.served(plan, gateway, "ceph/served", new CephKeys.S3Key(keys.accessKey(), keys.secretKey()));
    }

    private Optional<Probe<S3.Served>> old(ClusterPlan plan, MachineId gateway) {
        return keys.droppedS3Key().map(pair -> S3.served(plan, gateway, "ceph/served/old", pair));
    }
}
