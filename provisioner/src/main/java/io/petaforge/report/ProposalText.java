package io.petaforge.report;

import io.petaforge.api.ByteSize;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineId;
import io.petaforge.plan.ClusterPlan;
import io.petaforge.spec.QuestionSpec;
import io.petaforge.storage.CrushRulePlan;
import io.petaforge.storage.OsdPlan;
import io.petaforge.storage.PoolPlan;
import io.petaforge.storage.capacity.Capacity;
import io.petaforge.storage.capacity.Growth;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.predict.Limited;
import io.petaforge.storage.predict.Prediction;
import io.petaforge.storage.sizing.Figures;
import io.petaforge.storage.sizing.Option;
import io.petaforge.storage.sizing.Sizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The recommended option as it would be built: racks, daemons, pools, the account of its capacity, its throughput. */
final class ProposalText {
    private final StringBuilder text = new StringBuilder();
    private final QuestionSpec question;
    private final Option option;
    private final ClusterPlan plan;

    private ProposalText(QuestionSpec question, Option option, ClusterPlan plan) {
        this.question = question;
        this.option = option;
        this.plan = plan;
    }

    static String render(QuestionSpec question, Option option, ClusterPlan plan) {
        ProposalText layout = new ProposalText(question, option, plan);
        layout.host();
        layout.racks();
        layout.pools();
        layout.capacity();
        layout.throughput();
        layout.growth();
        return layout.text.toString();
    }

    private void host() {
        HostType host = option.proposal().host();
        OsdPlan osd = plan.storage().osds().get(0);
        int osds = plan.storage().osds().size() / option.proposal().hosts();
        line("");
        line(
                "each host: %d threads, %s, %s ports together, %s of drives; %d OSDs with %s of memory each",
                host.threads(), host.memory(), host.network(), host.raw().decimal(), osds, osd.memoryTarget());
        if (plan.storage().findings().isEmpty()) {
            line("  threads, ports and memory are enough for the OSDs and the daemons beside them");
        }
        plan.storage().findings().forEach(finding -> {
            line("  %s %s", finding.code(), finding.text());
            line("      -> %s", finding.fix());
        });
    }

    private void racks() {
        line("");
        line("%-6s %5s %6s %5s %10s   %s", "rack", "hosts", "drives", "OSDs", "raw", "daemons");
        for (String rack : LayoutText.sorted(plan.machines().stream()
                .filter(this::stores)
                .map(machine -> machine.location().rack())
                .collect(Collectors.toSet()))) {
            List<Machine> hosts = plan.machines().stream()
                    .filter(this::stores)
                    .filter(machine -> machine.location().rack().equals(rack))
                    .toList();
            List<OsdPlan> osds = plan.storage().osds().stream()
                    .filter(osd -> osd.rack().equals(rack))
                    .toList();
            line(
                    "%-6s %5d %6d %5d %10s   %s",
                    rack,
                    hosts.size(),
                    hosts.size() * option.proposal().host().driveCount(),
                    osds.size(),
                    osds.stream()
                            .map(OsdPlan::size)
                            .reduce(new ByteSize(0), ByteSize::plus)
                            .decimal(),
                    daemons(hosts));
        }
    }

    private boolean stores(Machine machine) {
        return machine.group().equals("storage");
    }

    private String daemons(List<Machine> hosts) {
        List<MachineId> ids = hosts.stream().map(Machine::id).toList();
        return List.of(
                        named("mon", plan.ceph().mons(), ids),
                        named("mgr", plan.ceph().mgrs(), ids),
                        count("rgw", plan.ceph().rgws(), ids))
                .stream()
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String named(String kind, List<MachineId> daemons, List<MachineId> hosts) {
        return daemons.stream()
                .filter(hosts::contains)
                .map(host -> kind + " on " + host)
                .collect(Collectors.joining(", "));
    }

    private static String count(String kind, List<MachineId> daemons, List<MachineId> hosts) {
        long here = daemons.stream().filter(hosts::contains).count();
        return here == 0 ? "" : here + " x " + kind;
    }

    private void pools() {
        line("");
        line("%-28s %6s  %-12s %s", "pool", "PGs", "protection", "rule");
        for (PoolPlan pool : plan.storage().pools()) {
            line(
                    "%-28s %6d  %-12s %s",
                    pool.name(), pool.placementGroups(), Sizer.words(pool.protection()), pool.rule());
        }
        for (CrushRulePlan rule : plan.storage().rules()) {
            line(
                    "rule %s: %d %ss, %d in each, on %s",
                    rule.name(), rule.domains(), rule.failureDomain(), rule.perDomain(), rule.deviceClass());
        }
    }

    private void capacity() {
        Capacity capacity = option.figures().capacity();
        double perByte = capacity.footprint().perByte();
        line("");
        line("capacity");
        account(capacity.raw(), "raw: %d drives of %s", option.proposal().drives(), driveSize());
        if (capacity.stranded().bytes() > 0) {
            account(
                    capacity.stranded(),
                    "cannot be filled, since %ss are unequal",
                    question.failureDomain().yaml());
        }
        account(
                divided(capacity.placeable(), perByte),
                "of users' data would fill the rest: %.3f raw bytes for each byte of %s objects",
                perByte,
                question.goal().objectSize());
        account(
                capacity.atFill(),
                "filled to %.0f %%, as planned",
                option.figures().shape().fill() * 100);
        capacity.heal()
                .ifPresent(heal -> account(
                        heal.most(),
                        "so that the loss of a %s heals with no OSD nearfull%s",
                        heal.lost(),
                        heal.domain() ? "" : ", not kept free"));
        account(
                capacity.usable(),
                "usable, of which %s are asked for",
                question.goal().usable().decimal());
        line(
                "Ceph warns (nearfull) at %s, stops repair (backfillfull) at %s and writing (full) at %s",
                capacity.nearfull().decimal(),
                capacity.backfillfull().decimal(),
                capacity.full().decimal());
    }

    private String driveSize() {
        return option.proposal().host().drives().get(0).type().size().decimal();
    }

    private static ByteSize divided(ByteSize size, double by) {
        return new ByteSize((long) Math.floor(size.bytes() / by));
    }

    private void account(ByteSize size, String format, Object... values) {
        line("  %10s  %10s  %s", size.decimal(), size.binary(), String.format(Locale.ROOT, format, values));
    }

    private void throughput() {
        Figures figures = option.figures();
        Prediction prediction = figures.prediction();
        line("");
        line("%-20s %10s  %-24s %10s  %s", "predicted", "read", "limited by", "write", "limited by");
        delivery("RADOS", prediction.radosRead(), prediction.radosWrite());
        delivery("S3 over TLS", prediction.rgwRead(), prediction.rgwWrite());
        delivery("Spark over S3A", prediction.s3aRead(), prediction.s3aWrite());
        line("by as many clients as it takes; Spark hosts that are fewer or slower limit S3A before");
    }

    private void delivery(String level, Limited read, Limited write) {
        line(
                "%-20s %10s  %-24s %10s  %s",
                level,
                read.rate(),
                read.limiter().words(),
                write.rate(),
                write.limiter().words());
    }

    private void growth() {
        Figures figures = option.figures();
        Capacity capacity = figures.capacity();
        line("");
        line(
                "growth: order more when %s are stored (60 %% of what can be filled)",
                capacity.grow().decimal());
        line(
                "  one more host%s adds %s",
                figures.shape().domain() == io.petaforge.storage.StorageRequest.FailureDomain.RACK
                        ? " in every rack"
                        : "",
                capacity.step().decimal());
        question.goal().growth().ifPresent(monthly -> {
            ByteSize perDay = new ByteSize(monthly.bytes() * 12 / 365);
            grown("from empty", capacity.growth(figures.shape(), new ByteSize(0), perDay), monthly);
            grown(
                    "with " + question.goal().usable().decimal() + " stored",
                    capacity.growth(figures.shape(), question.goal().usable(), perDay),
                    monthly);
        });
    }

    private void grown(String from, Growth growth, ByteSize monthly) {
        line(
                "  %s, at %s a month: order %s; full as planned %s; add %d hosts%s",
                from,
                monthly.decimal(),
                growth.daysToOrder() == 0 ? "now" : "in " + months(growth.daysToOrder()),
                growth.daysToLimit() == 0 ? "now" : "in " + months(growth.daysToLimit()),
                growth.hosts(),
                growth.adds().isPresent() ? " (" + new ByteSize(growth.adds().getAsLong()).decimal() + ")" : "");
    }

    private static String months(long days) {
        long months = Math.round(days * 12.0 / 365);
        return months >= 24
                ? String.format(Locale.ROOT, "%.1f years", days / 365.0)
                : months + (months == 1 ? " month" : " months");
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
