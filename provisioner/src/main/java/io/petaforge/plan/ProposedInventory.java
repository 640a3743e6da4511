package io.petaforge.plan;

import io.petaforge.spec.CatalogueSpec;
import io.petaforge.spec.GoalSpec;
import io.petaforge.spec.InventoryWriter;
import io.petaforge.spec.QuestionSpec;
import io.petaforge.storage.sizing.Option;
import io.petaforge.storage.sizing.Proposal;
import io.petaforge.storage.sizing.Sizer;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the inventory that builds an option. */
final class ProposedInventory {
    /** Ceph's advice: three monitors, five for large clusters, of which 300 OSDs are one. */
    private static final int OSDS_FOR_FIVE_MONS = 300;

    private static final int SPARK_HOSTS = 3;

    private final QuestionSpec question;
    private final Proposal proposal;
    private final CatalogueSpec.Host host;
    private final CatalogueSpec.Drive drive;

    private ProposedInventory(QuestionSpec question, Option option) {
        this.question = question;
        this.proposal = option.proposal();
        CatalogueSpec catalogue = question.catalogue();
        this.host = Objects.requireNonNull(catalogue.hosts().get(proposal.host().name()));
        this.drive = Objects.requireNonNull(catalogue.drives().get(host.drive()));
    }

    /** The inventory as YAML, with comments. */
    static String text(QuestionSpec question, Option option) {
        return new ProposedInventory(question, option).text();
    }

    private String text() {
        return String.join(
                "\n",
                "petaforge: 1",
                "cluster: " + question.name(),
                "substrate: {lab: {}}  # where the machines come from: say your own source here",
                "machines:",
                "  storage:  # " + proposal.host().name(),
                "    count: " + proposal.hosts(),
                "    racks: [" + racks(proposal.racks()) + "]",
                "    roles: [mon, mgr, osd, rgw]",
                "    constraints: {threads: \">= " + host.threads() + "\", memory: \">= "
                        + InventoryWriter.size(host.memory()) + "\"}",
                "    volumes:",
                "      osd: " + host.driveCount() + " x " + drive.media().deviceClass() + " >= "
                        + InventoryWriter.size(drive.size()),
                "  compute:  # Spark is not part of the question: as many hosts as its jobs need",
                "    count: " + SPARK_HOSTS,
                "    racks: [" + racks(Math.min(SPARK_HOSTS, proposal.racks())) + "]",
                "    roles: [spark-master, spark-worker, spark-history]",
                "    constraints: {threads: \">= 16\", memory: \">= 64GiB\"}",
                "    volumes: {workspace: 1 x nvme >= 1TB, cache: 1 x nvme >= 1TB}",
                "network:",
                "  leaves-per-rack: " + host.ports(),
                "  link-rate: " + InventoryWriter.rate(host.portRate()),
                "storage:",
                "  protection: " + Sizer.words(proposal.protection()),
                "  failure-domain: " + question.failureDomain().yaml(),
                "  goal: " + goal(question.goal()),
                "ceph:",
                "  mons: " + mons(),
                "  mgrs: " + Math.min(2, proposal.hosts()),
                "  rgws: " + proposal.gateways(),
                "  profile: production",
                "");
    }

    /** As the inventory writes it. */
    static String goal(GoalSpec goal) {
        StringBuilder text = new StringBuilder("{usable: ").append(InventoryWriter.size(goal.usable()));
        goal.read().ifPresent(rate -> text.append(", read: ").append(InventoryWriter.rate(rate)));
        goal.write().ifPresent(rate -> text.append(", write: ").append(InventoryWriter.rate(rate)));
        goal.growth().ifPresent(growth -> text.append(", growth: ")
                .append(InventoryWriter.size(growth))
                .append("/month"));
        return text.append(", object-size: ")
                .append(InventoryWriter.size(goal.objectSize()))
                .append("}")
                .toString();
    }

    private int mons() {
        boolean large = proposal.drives() > OSDS_FOR_FIVE_MONS && proposal.hosts() >= 5;
        return large ? 5 : proposal.hosts() >= 3 ? 3 : 1;
    }

    private static String racks(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(rack -> String.format(Locale.ROOT, "r%d", rack))
                .collect(Collectors.joining(", "));
    }
}
