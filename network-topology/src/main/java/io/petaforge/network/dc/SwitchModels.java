package io.petaforge.network.dc;

import io.petaforge.api.BitRate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Common switches by their ports.
 *
 * <p>The table sizes are our own cautious choice, not a vendor's: low, so that a plan that fits them fits the switches on
 * the market that we know of. FRR as Debian builds it takes 64 next hops. A site that has its vendor's figures gives a model
 * of its own.
 */
public final class SwitchModels {
    /** Routes that we count on where nobody says more. */
    public static final int CAUTIOUS_ROUTES = 16_000;

    /** Next hops likewise. */
    public static final int CAUTIOUS_ECMP = 64;

    private static final PortGroup SFP28_48 = new PortGroup(48, BitRate.ofGbit(25), 1, "SFP28", List.of());

    /** 48 x 25G for hosts, 8 x 100G upwards. */
    public static final SwitchModel LEAF_25G = model("48x25g-8x100g", SFP28_48, qsfp28(8));

    /** 32 x 100G, each cage also 2 x 50G or 4 x 25G. */
    public static final SwitchModel SPINE_100G_32 = model("32x100g", qsfp28(32));

    /** 64 x 100G, each cage also 2 x 50G or 4 x 25G. */
    public static final SwitchModel SPINE_100G_64 = model("64x100g", qsfp28(64));

    /** 32 x 400G, each cage also 2 x 200G or 4 x 100G. */
    public static final SwitchModel SPINE_400G_32 = model("32x400g", qsfpDd(32));

    /** 64 x 400G, each cage also 2 x 200G or 4 x 100G. */
    public static final SwitchModel SPINE_400G_64 = model("64x400g", qsfpDd(64));

    /** 48 x 100G for hosts (one lane pair each), 8 x 400G upwards. */
    public static final SwitchModel LEAF_100G =
            model("48x100g-8x400g", new PortGroup(48, BitRate.ofGbit(100), 2, "SFP-DD", List.of()), qsfpDd(8));

    /** 48 x 10G for hosts, 6 x 40G upwards: what older racks still have. */
    public static final SwitchModel LEAF_10G = model(
            "48x10g-6x40g",
            new PortGroup(48, BitRate.ofGbit(10), 1, "SFP+", List.of()),
            new PortGroup(6, BitRate.ofGbit(40), 4, "QSFP+", List.of(4)));

    /** 32 x 40G, each cage also 4 x 10G. */
    public static final SwitchModel SPINE_40G_32 =
            model("32x40g", new PortGroup(32, BitRate.ofGbit(40), 4, "QSFP+", List.of(4)));

    /** All of them, in a fixed order. */
    public static final List<SwitchModel> ALL = List.of(
            LEAF_10G, SPINE_40G_32, LEAF_25G, SPINE_100G_32, SPINE_100G_64, LEAF_100G, SPINE_400G_32, SPINE_400G_64);

    /** What a Linux kernel routes without notice: its tables grow with memory. */
    private static final int LINUX_ROUTES = 1_000_000;

    private SwitchModels() {}

    /** A virtual switch: a Linux machine with so many equal ports {@code swp1}, {@code swp2} ... */
    public static SwitchModel linux(BitRate rate, int ports) {
        return new SwitchModel(
                "linux",
                PortNaming.SWP,
                List.of(new PortGroup(ports, rate, 1, "virtual", List.of())),
                LINUX_ROUTES,
                CAUTIOUS_ECMP);
    }

    /** The model of that name, if it is listed. */
    public static Optional<SwitchModel> named(String name) {
        return ALL.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /** {@code , such as NAME} for the first listed model that does; nothing when none does. */
    static String suchAs(Predicate<SwitchModel> does) {
        return ALL.stream()
                .filter(does)
                .findFirst()
                .map(model -> ", such as " + model.name())
                .orElse("");
    }

    private static PortGroup qsfp28(int count) {
        return new PortGroup(count, BitRate.ofGbit(100), 4, "QSFP28", List.of(2, 4));
    }

    private static PortGroup qsfpDd(int count) {
        return new PortGroup(count, BitRate.ofGbit(400), 8, "QSFP-DD", List.of(2, 4));
    }

    private static SwitchModel model(String name, PortGroup... ports) {
        return new SwitchModel(name, PortNaming.SONIC, List.of(ports), CAUTIOUS_ROUTES, CAUTIOUS_ECMP);
    }
}
