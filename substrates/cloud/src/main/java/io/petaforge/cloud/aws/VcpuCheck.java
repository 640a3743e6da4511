package io.petaforge.cloud.aws;

import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.cloud.CloudFailure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether the account may run what is missing of a cluster beside all that it runs in the region. Each group counts as its
 * first type, as spot where it is wanted as spot. Whether spot machines would fit in at the full price too is said and refuses
 * nothing: they may never be needed there.
 */
final class VcpuCheck {
    private final Ec2 ec2;
    private final Optional<Quotas> quotas;
    private final AwsSettings settings;
    private final Progress notice;
    private final Map<Bucket, Optional<Long>> limits = new TreeMap<>();
    private boolean told;

    /** What is counted apart. */
    private record Bucket(QuotaKind kind, boolean spot) implements Comparable<Bucket> {
        static Optional<Bucket> of(String type, boolean spot) {
            return QuotaKind.of(type).map(kind -> new Bucket(kind, spot));
        }

        String code() {
            return kind.code(spot);
        }

        @Override
        public int compareTo(Bucket other) {
            return code().compareTo(other.code());
        }
    }

    /** @param notice told when the quotas cannot be read, and when they leave spot machines nothing to fall back to */
    VcpuCheck(Ec2 ec2, Optional<Quotas> quotas, AwsSettings settings, Progress notice) {
        this.ec2 = ec2;
        this.quotas = quotas;
        this.settings = settings;
        this.notice = notice;
    }

    /** Empty where nothing is missing, without a request. */
    List<Problem> problems(ClusterRequest request, AwsRecord record) {
        List<MachineRequest> missing = request.machines().stream()
                .filter(machine -> record.holding(machine.id().value()).isEmpty())
                .filter(machine -> !settings.group(machine.group()).types().isEmpty())
                .toList();
        if (missing.isEmpty() || quotas.isEmpty()) {
            return List.of();
        }
        List<Instance> running = ec2.running();
        Set<String> names = new LinkedHashSet<>();
        missing.forEach(machine -> names.add(first(machine)));
        running.forEach(instance -> names.add(instance.type()));
        Map<String, InstanceType> types = ec2.types(names);
        Map<Bucket, Long> wanted = new TreeMap<>();
        missing.forEach(machine -> add(
                wanted, types, first(machine), settings.group(machine.group()).spot()));
        Map<Bucket, Long> instead = new TreeMap<>();
        missing.stream()
                .filter(machine -> settings.group(machine.group()).spot())
                .forEach(machine -> add(instead, types, first(machine), false));
        Map<Bucket, Long> used = new TreeMap<>();
        running.forEach(instance -> add(used, types, instance.type(), instance.spot()));
        List<Problem> problems = new ArrayList<>();
        wanted.forEach((bucket, vcpus) -> limit(bucket).ifPresent(limit -> {
            long inUse = used.getOrDefault(bucket, 0L);
            if (inUse + vcpus > limit) {
                problems.add(tooSmall(bucket, limit, inUse, vcpus));
            }
        }));
        if (problems.isEmpty()) {
            instead.forEach((bucket, vcpus) ->
                    fallBack(bucket, used.getOrDefault(bucket, 0L), wanted.getOrDefault(bucket, 0L), vcpus));
        }
        return problems;
    }

    private void fallBack(Bucket bucket, long inUse, long wanted, long asSpot) {
        long all = inUse + wanted + asSpot;
        limit(bucket)
                .filter(limit -> all > limit)
                .ifPresent(limit -> notice.report("spot machines that cannot be had as such will not fit in at the full"
                        + " price: the quota " + bucket.code() + ", "
                        + bucket.kind().title(false) + ", is " + limit
                        + " vCPUs: " + inUse + " are in use, " + wanted + " more are wanted, and " + asSpot
                        + " of the spot machines; with " + all + " (Service Quotas, EC2) they would"));
    }

    private String first(MachineRequest machine) {
        return settings.group(machine.group()).types().get(0);
    }

    private static void add(Map<Bucket, Long> sum, Map<String, InstanceType> types, String type, boolean spot) {
        InstanceType known = types.get(type);
        if (known != null) {
            Bucket.of(type, spot).ifPresent(bucket -> sum.merge(bucket, (long) known.threads(), Long::sum));
        }
    }

    /** Asked once of each; empty where it cannot be told. */
    private Optional<Long> limit(Bucket bucket) {
        return limits.computeIfAbsent(bucket, this::ask);
    }

    private Optional<Long> ask(Bucket bucket) {
        try {
            return quotas.filter(known -> !told).map(known -> known.limit(bucket.code()));
        } catch (CloudFailure e) {
            notice.report("the account's quotas of vCPUs are not checked: " + e.getMessage());
            told = true;
            return Optional.empty();
        }
    }

    private Problem tooSmall(Bucket bucket, long limit, long inUse, long wanted) {
        return Problem.of(
                "PF-AWS-024",
                "The quota " + bucket.code() + ", " + bucket.kind().title(bucket.spot()) + ", in " + settings.region()
                        + " is " + limit + " vCPUs: " + inUse + " are in use, and " + wanted + " more are wanted.",
                "Have it raised to " + (inUse + wanted) + " (Service Quotas, EC2), end what is not needed, or ask for"
                        + " fewer or smaller machines.");
    }
}
