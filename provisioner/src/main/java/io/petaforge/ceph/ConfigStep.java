package io.petaforge.ceph;

import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Command;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredFile;
import io.petaforge.step.Effect;
import io.petaforge.step.Facts;
import io.petaforge.step.FileFacts;
import io.petaforge.step.FileState;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code ceph/config}: configuration, keyrings and certificates on every host that runs a part of Ceph.
 *
 * <p>Refuses a host that is configured for another cluster. Daemons that run take a changed configuration when it is their
 * turn in {@link RollingStep}.
 */
final class ConfigStep implements Step {
    private static final String DROP_IN =
            """
            # Written by petaforge: udev gives drives to root at every boot.
            [Service]
            ExecStartPre=/bin/chown ceph:ceph /var/lib/ceph/osd/ceph-%i/block
            """;

    private static final String DROP_IN_DB =
            """
            ExecStartPre=-/bin/chown ceph:ceph /var/lib/ceph/osd/ceph-%i/block.db
            """;

    /** The fsid of a configuration that is already there. */
    private static final String FSID = "sed -n 's/^ *fsid *= *//p' /etc/ceph/ceph.conf 2>/dev/null | head -n 1";

    private final CephKeys keys;
    private final ClusterCa ca;
    private final Set<String> after;

    ConfigStep(CephKeys keys, ClusterCa ca, Set<String> after) {
        this.keys = keys;
        this.ca = ca;
        this.after = Set.copyOf(after);
    }

    @Override
    public String name() {
        return "ceph/config";
    }

    @Override
    public Set<String> after() {
        return after;
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        List<Probe<?>> probes = new ArrayList<>();
        for (MachineId host : CephPaths.hosts(plan)) {
            probes.add(files(plan, host));
            probes.add(fsid(host));
        }
        return probes;
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        List<Problem> problems = new ArrayList<>();
        List<Action> actions = new ArrayList<>();
        for (MachineId host : CephPaths.hosts(plan)) {
            String found = facts.get(fsid(host));
            if (!found.isEmpty() && !found.equals(keys.fsid())) {
                problems.add(Problem.of(
                        "PF-CEPH-010",
                        host + " is configured for another Ceph cluster, " + found + " (this one is " + keys.fsid()
                                + ")",
                        "take the host out of that cluster first, or restore this cluster's state directory"));
                continue;
            }
            Map<String, FileState> states = facts.get(files(plan, host));
            List<DesiredFile> files = files(plan, host, keys, ca).stream()
                    .filter(file -> !waitsForItsTurn(file, states.getOrDefault(file.path(), FileState.ABSENT)))
                    .toList();
            List<Action> writes = FileFacts.actions(host, files, states);
            if (writes.stream().anyMatch(ConfigStep::belowVarLib)) {
                actions.add(directories(host, writes));
            }
            actions.addAll(writes);
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.STEP_FAILED, problems);
        }
        return actions;
    }

    /** A key that a daemon may be running with is replaced by {@link KeysStep} or {@link RollingStep}. */
    private boolean waitsForItsTurn(DesiredFile file, FileState found) {
        return keys.areRotated()
                && found.exists()
                && file.path().startsWith("/var/lib/ceph/")
                && file.path().endsWith("/keyring");
    }

    /** All files of a host, in the order in which they are written. */
    static List<DesiredFile> files(ClusterPlan plan, MachineId host, CephKeys keys, ClusterCa ca) {
        return files(plan, host, keys, ca, ca.certificate());
    }

    /** What a gateway depends on: not on whom its clients trust beside the CA that signed its certificate. */
    static List<DesiredFile> gateway(ClusterPlan plan, MachineId host, CephKeys keys, ClusterCa ca) {
        return files(plan, host, keys, ca, ca.signer());
    }

    private static List<DesiredFile> files(
            ClusterPlan plan, MachineId host, CephKeys keys, ClusterCa ca, String trusted) {
        Keyring keyring = new Keyring(keys);
        List<DesiredFile> files = new ArrayList<>();
        files.add(DesiredFile.plain(CephPaths.CONF, new CephConf(keys).text(plan, host)));
        files.add(DesiredFile.plain(CephPaths.CA, trusted));
        if (plan.ceph().mons().contains(host)) {
            files.add(new DesiredFile(CephPaths.ADMIN_KEYRING, keyring.admin(), "0600", "root:root"));
        }
        if (plan.ceph().mgrs().contains(host)) {
            files.add(own(CephPaths.mgrKeyring(host), keyring.of("mgr." + host)));
        }
        if (plan.ceph().rgws().contains(host)) {
            files.add(own(CephPaths.rgwKeyring(host), keyring.of(CephPaths.rgwEntity(host))));
            files.add(own(CephPaths.RGW_PEM, certificate(plan, host, ca)));
        }
        if (!plan.storage().osdsOf(host).isEmpty()) {
            files.add(DesiredFile.plain(CephPaths.OSD_DROP_IN, dropIn(plan, host)));
        }
        return files;
    }

    /** Key and certificate of a gateway. */
    static Secret certificate(ClusterPlan plan, MachineId host, ClusterCa ca) {
        return ca.server("rgw." + host, RgwStep.names(plan, host));
    }

    private static String dropIn(ClusterPlan plan, MachineId host) {
        boolean dbs =
                plan.storage().osdsOf(host).stream().anyMatch(osd -> osd.db().isPresent());
        return dbs ? DROP_IN + DROP_IN_DB : DROP_IN;
    }

    static DesiredFile own(String path, Secret content) {
        return new DesiredFile(path, content, "0600", "ceph:ceph");
    }

    private Probe<Map<String, FileState>> files(ClusterPlan plan, MachineId host) {
        return FileFacts.probeOf(host, "ceph/config/files", files(plan, host, keys, ca));
    }

    private static Probe<String> fsid(MachineId host) {
        return Probe.ofHost(host, "ceph/config/fsid", Command.script(FSID), (Output output) -> output.stdout()
                .strip());
    }

    private static boolean belowVarLib(Action action) {
        return action.operation() instanceof Operation.WriteFile write
                && write.path().startsWith("/var/lib/ceph/");
    }

    /** The daemons' own directories, owned by them as the packages' tools would have made them. */
    private static Action directories(MachineId host, List<Action> writes) {
        Set<String> parents = new TreeSet<>();
        for (Action action : writes) {
            if (belowVarLib(action) && action.operation() instanceof Operation.WriteFile write) {
                parents.add(write.path().substring(0, write.path().lastIndexOf('/')));
            }
        }
        List<String> argv = new ArrayList<>(List.of("install", "-d", "-o", "ceph", "-g", "ceph", "-m", "0755"));
        argv.addAll(parents);
        return new Action(
                host,
                "make " + String.join(", ", parents),
                new Operation.Exec(Command.of(argv), Duration.ofSeconds(10)),
                Effect.CREATE);
    }
}
