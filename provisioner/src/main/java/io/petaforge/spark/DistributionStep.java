package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.spark.dist.SparkResource;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredFile;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The distribution on every host, at the identical path: the hosts give it to each other, in rounds. A host hands it out
 * through a socket of systemd's and {@code tar}, only on its fabric address and only until the last host has it; what
 * arrives is verified file by file before it gets its name.
 */
final class DistributionStep implements Step {
    static final String NAME = "spark/distribution";
    private static final String UNITS = "/etc/systemd/system/";
    private static final String SERVICE = "petaforge-spark-seed@.service";

    private final SparkInputs inputs;
    private final SparkResource resource;

    DistributionStep(SparkInputs inputs) {
        this.inputs = inputs;
        this.resource = inputs.resource();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        Set<String> after = new java.util.TreeSet<>(inputs.afterFabric());
        after.add(SeedStep.NAME);
        // The tar and the sockets need what the host step makes sure of.
        after.add(HostStep.NAME);
        return Set.copyOf(after);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return DistributionFacts.probes(plan, resource);
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<MachineId> have = new ArrayList<>();
        List<MachineId> lack = new ArrayList<>();
        for (MachineId host : plan.spark().hosts()) {
            (DistributionFacts.has(facts, host, resource) ? have : lack).add(host);
        }
        List<Action> actions = new ArrayList<>();
        List<FanOut.Transfer> transfers = FanOut.round(have, lack);
        for (MachineId host : have) {
            boolean serving = facts.get(DistributionFacts.probe(host, resource)).serving();
            boolean needed = transfers.stream().anyMatch(t -> t.from().equals(host));
            if (needed && !serving) {
                actions.addAll(open(plan, host));
            } else if (lack.isEmpty() && serving) {
                actions.add(close(host));
            }
        }
        for (FanOut.Transfer transfer : transfers) {
            actions.add(new Action(
                    transfer.to(),
                    "fetch the distribution from " + transfer.from(),
                    new Operation.Exec(
                            Scripts.bash(
                                    "fetch.sh",
                                    List.of(
                                            plan.address(transfer.from()),
                                            Integer.toString(SparkLayout.SEED_PORT),
                                            resource.home(),
                                            resource.sumsSha256())),
                            Duration.ofMinutes(10)),
                    Effect.CREATE));
        }
        return actions;
    }

    private List<Action> open(ClusterPlan plan, MachineId host) {
        String socket =
                """
                [Unit]
                Description=Spark distribution for other hosts

                [Socket]
                ListenStream=%s:%d
                FreeBind=yes
                Accept=yes
                MaxConnections=%d
                """
                        .formatted(plan.address(host), SparkLayout.SEED_PORT, 4 * FanOut.PER_HOST);
        String service =
                """
                [Unit]
                Description=Spark distribution for another host

                [Service]
                User=nobody
                ExecStart=/bin/tar -c -f - -C %s .
                StandardInput=null
                StandardOutput=socket
                StandardError=journal
                """
                        .formatted(resource.home());
        return List.of(
                write(host, DesiredFile.plain(UNITS + SERVICE, service)),
                write(host, DesiredFile.plain(UNITS + DistributionFacts.SOCKET, socket)),
                new Action(
                        host,
                        "hand out the distribution",
                        new Operation.Exec(
                                Command.script(
                                        "systemctl daemon-reload && systemctl restart -- \"$1\"",
                                        DistributionFacts.SOCKET),
                                Duration.ofSeconds(30))));
    }

    private static Action write(MachineId host, DesiredFile file) {
        return new Action(
                host,
                "write " + file.path(),
                new Operation.WriteFile(file.path(), file.content(), file.mode(), file.owner()));
    }

    private static Action close(MachineId host) {
        return new Action(
                host,
                "stop handing out the distribution",
                new Operation.Exec(
                        Command.script(
                                "systemctl stop -- \"$2\" && rm -f \"$1$2\" \"$1$3\" && systemctl daemon-reload",
                                UNITS,
                                DistributionFacts.SOCKET,
                                SERVICE),
                        Duration.ofSeconds(30)));
    }
}
