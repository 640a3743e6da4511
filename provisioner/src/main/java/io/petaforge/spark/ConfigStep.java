package io.petaforge.spark;

import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.remote.Operation;
import io.petaforge.step.Action;
import io.petaforge.step.DesiredFile;
import io.petaforge.step.Facts;
import io.petaforge.step.FileFacts;
import io.petaforge.step.FileState;
import io.petaforge.step.Probe;
import io.petaforge.step.Step;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The configuration directory, the trust store in it, and the launcher. */
final class ConfigStep implements Step {
    static final String NAME = "spark/config";

    private final SparkInputs inputs;
    private final byte[] trustStore;

    ConfigStep(SparkInputs inputs) {
        this.inputs = inputs;
        this.trustStore = TrustStore.jks(inputs.caCertificate());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> after() {
        return Set.of(HostStep.NAME);
    }

    @Override
    public List<Probe<?>> probes(ClusterPlan plan) {
        return plan.spark().hosts().stream()
                .<Probe<?>>map(host -> probe(plan, host))
                .toList();
    }

    @Override
    public List<Action> actions(ClusterPlan plan, Facts facts) {
        SparkFiles files = new SparkFiles(plan, inputs);
        List<Action> actions = new ArrayList<>();
        for (MachineId host : plan.spark().hosts()) {
            Map<String, FileState> found = facts.get(probe(plan, host));
            actions.addAll(FileFacts.actions(host, files.of(host), found));
            FileState store = found.getOrDefault(SparkLayout.TRUST_STORE, FileState.ABSENT);
            if (!store.sha256().equals(sum(trustStore)) || !store.mode().equals("0644")) {
                actions.add(new Action(
                        host,
                        "write " + SparkLayout.TRUST_STORE,
                        new Operation.Exec(
                                Scripts.sh(
                                        "put-base64.sh",
                                        List.of(
                                                SparkLayout.TRUST_STORE,
                                                Base64.getEncoder().encodeToString(trustStore))),
                                Duration.ofSeconds(30))));
            }
        }
        return actions;
    }

    /** Changes with the trust store; for the units that read it. */
    static String trustStoreSum(SparkInputs inputs) {
        return sum(TrustStore.jks(inputs.caCertificate()));
    }

    private Probe<Map<String, FileState>> probe(ClusterPlan plan, MachineId host) {
        List<String> paths = new ArrayList<>(new SparkFiles(plan, inputs)
                .of(host).stream().map(DesiredFile::path).toList());
        paths.add(SparkLayout.TRUST_STORE);
        return FileFacts.probe(host, "spark/config", paths);
    }

    private static String sum(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
