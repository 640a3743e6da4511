package io.petaforge.fabric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.petaforge.api.MachineId;
import io.petaforge.network.render.FrrRouter;
import io.petaforge.network.render.Sysctls;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Output;
import io.petaforge.step.Action;
import io.petaforge.step.Facts;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FabricStepsTest {
    private static final MachineId STORAGE = new MachineId("storage-1");
    private static final String UNIT_DOWN =
            "stamp \n\nLoadState=loaded\nActiveState=%s\nUnitFileState=enabled\nNeedDaemonReload=no\n";

    private final ClusterPlan plan = Fabrics.cluster(1);

    @Test
    void aPreparedHostLoadsItsConfigurationIntoTheRunningFrr() {
        String kernel = kernel();
        assertEquals(
                List.of(
                        "write /etc/sysctl.d/60-petaforge-fabric.conf",
                        "write /etc/frr/frr.conf",
                        "load the configuration into FRR"),
                titles(frr("installed\nbgpd=yes\nbfdd=yes\n\n" + kernel, "active")));
    }

    @Test
    void anFrrWithoutBgpIsSwitchedOnAndRestarted() {
        assertEquals(
                List.of(
                        "write /etc/sysctl.d/60-petaforge-fabric.conf",
                        "set the kernel up for routing",
                        "switch BGP and BFD on in FRR",
                        "write /etc/frr/frr.conf",
                        "restart frr.service"),
                titles(frr("installed\nbfdd=yes\n\nnet/ipv4/fib_multipath_hash_policy:0\n", "active")));
    }

    @Test
    void aStoppedFrrIsStartedAndAMissingOneInstalled() {
        assertEquals(
                List.of("write /etc/sysctl.d/60-petaforge-fabric.conf", "write /etc/frr/frr.conf", "start frr.service"),
                titles(frr("installed\nbgpd=yes\nbfdd=yes\n\n" + kernel(), "inactive")));
        assertEquals("install FRR", titles(frr("\n", "inactive")).get(0));
    }

    @Test
    void theProofWaitsOnlyWhereSomethingDiffers() {
        List<Action> actions = new ProofStep()
                .actions(
                        plan,
                        facts(
                                new ProofStep(),
                                key -> key.machine().equals(STORAGE)
                                        ? new Output(1, "route fab0,fab1 6 5\n", "")
                                        : new Output(0, "", "")));
        assertEquals(List.of("wait until 6 routes and 3 answers are as planned"), titles(actions));
        assertEquals(STORAGE, actions.get(0).machine());
    }

    @Test
    void namesAreWrittenOnlyWhereTheyAreMissing() {
        HostsFileStep step = new HostsFileStep();
        String right = HostsFile.with(
                "127.0.0.1 localhost\n",
                HostsFileStep.names(plan, plan.devices().get(0)));
        assertEquals(
                List.of(STORAGE),
                step
                        .actions(
                                plan,
                                facts(
                                        step,
                                        key -> new Output(
                                                0,
                                                key.machine().equals(STORAGE) ? "127.0.0.1 localhost\n" : right,
                                                "")))
                        .stream()
                        .map(Action::machine)
                        .toList());
    }

    @Test
    void theServiceAddressIsAnnouncedByItsHostsAndAwaitedByTheOthers() {
        AnycastStep step = new AnycastStep("s3", 443, host -> "rgw@" + host + ".service", Set.of("ceph/rgw"));
        Map<MachineId, List<String>> byHost = new TreeMap<>();
        step.actions(plan, facts(step, key -> new Output(1, "", "")))
                .forEach(action -> byHost.computeIfAbsent(action.machine(), id -> new java.util.ArrayList<>())
                        .add(action.title()));
        assertEquals(List.of("wait for a route to s3 at 10.20.0.1"), byHost.get(new MachineId("compute-1")));
        assertEquals(
                List.of(
                        "write /usr/lib/petaforge/announce",
                        "write /etc/systemd/system/petaforge-announce-s3.service",
                        "write /etc/systemd/system/rgw@storage-1.service.d/petaforge-announce-s3.conf",
                        "start petaforge-announce-s3.service"),
                byHost.get(STORAGE));
    }

    private String kernel() {
        StringBuilder text = new StringBuilder();
        FrrRouter router = Objects.requireNonNull(FrrRouter.all(plan.fabric()).get(STORAGE));
        Sysctls.of(plan.fabric().device(STORAGE).orElseThrow(), router)
                .forEach((key, value) ->
                        text.append(key).append(':').append(value).append('\n'));
        return text.toString();
    }

    private List<Action> frr(String state, String active) {
        FrrStep step = new FrrStep();
        return step
                .actions(plan, facts(step, key -> switch (key.probe()) {
                    case "fabric/way-in" -> new Output(0, "client 10.99.0.1\nroute 10.99.0.0/24 dev oob0\n", "");
                    case "fabric/frr/state" -> new Output(0, state, "");
                    case "fabric/frr/units" -> new Output(0, String.format(UNIT_DOWN, active), "");
                    default -> new Output(0, "", "");
                }))
                .stream()
                .filter(action -> action.machine().equals(STORAGE))
                .toList();
    }

    private Facts facts(Step step, Function<Facts.Key, Output> answers) {
        Map<Facts.Key, Output> outputs = new TreeMap<>();
        for (Probe<?> probe : step.probes(plan)) {
            Facts.Key key = new Facts.Key(probe.machine(), probe.key());
            outputs.put(key, answers.apply(key));
        }
        return new Facts(outputs);
    }

    private static List<String> titles(List<Action> actions) {
        return actions.stream().map(Action::title).toList();
    }
}
