package io.petaforge.cloud.aws;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteRate;
import io.petaforge.api.ByteSize;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a machine of a type has, by DescribeInstanceTypes.
 *
 * @param disks NVMe drives that live as long as the machine
 * @param network what it delivers for long, where EC2 tells, else what it is sold with
 * @param architectures such as {@code x86_64}
 * @param spot whether it can be had as spare capacity
 * @param placements kinds of placement groups that it can be in
 * @param ebs what it lets through to its volumes; empty where EC2 does not tell
 */
record InstanceType(
        String name,
        int threads,
        ByteSize memory,
        List<ByteSize> disks,
        BitRate network,
        List<String> architectures,
        boolean spot,
        List<String> placements,
        Optional<Ebs> ebs) {
    /**
     * What a machine lets through to all its volumes for long, beyond the half hours of small types' bursts.
     *
     * @param operations a second
     */
    record Ebs(ByteRate throughput, long operations) {
        Ebs {
            requireNonNull(throughput, "throughput");
        }

        private static Optional<Ebs> read(Xml item) {
            long megabits = item.number(0, "ebsInfo", "ebsOptimizedInfo", "baselineBandwidthInMbps");
            long operations = item.number(0, "ebsInfo", "ebsOptimizedInfo", "baselineIops");
            return megabits == 0 || operations == 0
                    ? Optional.empty()
                    : Optional.of(new Ebs(ByteRate.ofLink(new BitRate(megabits * 1_000_000L)), operations));
        }
    }

    private static final Pattern SOLD = Pattern.compile("(?:Up to )?(?:(\\d+)x )?(\\d+(?:\\.\\d+)?) Gigabit");

    InstanceType {
        requireNonNull(name, "name");
        requireNonNull(memory, "memory");
        disks = List.copyOf(disks);
        requireNonNull(network, "network");
        architectures = List.copyOf(architectures);
        placements = List.copyOf(placements);
        requireNonNull(ebs, "ebs");
    }

    static InstanceType read(Xml item) {
        List<ByteSize> disks = item.items("instanceStorageInfo", "disks").stream()
                .filter(disk -> disk.value("type").equals("ssd"))
                .flatMap(disk -> java.util.stream.Stream.generate(
                                () -> new ByteSize(disk.number(0, "sizeInGB") * 1_000_000_000L))
                        .limit(disk.number(1, "count")))
                .toList();
        return new InstanceType(
                item.value("instanceType"),
                (int) item.number(1, "vCpuInfo", "defaultVCpus"),
                ByteSize.ofMiB(item.number(0, "memoryInfo", "sizeInMiB")),
                disks,
                network(item),
                item.items("processorInfo", "supportedArchitectures").stream()
                        .map(Xml::text)
                        .toList(),
                item.items("supportedUsageClasses").stream()
                        .anyMatch(usage -> usage.text().equals("spot")),
                item.items("placementGroupInfo", "supportedStrategies").stream()
                        .map(Xml::text)
                        .toList(),
                Ebs.read(item));
    }

    private static BitRate network(Xml item) {
        BigDecimal baseline = item.items("networkInfo", "networkCards").stream()
                .map(card -> card.value("baselineBandwidthInGbps"))
                .filter(text -> text.matches("\\d+(\\.\\d+)?"))
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (baseline.signum() > 0) {
            return gigabits(baseline);
        }
        Matcher sold = SOLD.matcher(item.value("networkInfo", "networkPerformance"));
        if (sold.matches()) {
            String cards = sold.group(1);
            return gigabits(new BigDecimal(sold.group(2)).multiply(new BigDecimal(cards == null ? "1" : cards)));
        }
        // "Low", "Moderate" and "High" of the types before 2015 are no numbers; this is what the smallest of them
        // deliver.
        return new BitRate(100_000_000L);
    }

    private static BitRate gigabits(BigDecimal gigabits) {
        return new BitRate(Math.max(1, gigabits.movePointRight(9).longValue()));
    }
}
