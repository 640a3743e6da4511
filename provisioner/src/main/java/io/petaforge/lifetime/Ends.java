package io.petaforge.lifetime;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What the end of a cluster's time means for each kind of machines. */
public enum Ends {
    LAB(2, "", "the machines switch themselves off; their drives stay here until 'destroy'"),
    AWS(
            10,
            "",
            "the instances switch themselves off and are terminated with their volumes; 'destroy' removes the network"),
    OPENSTACK(
            10,
            "",
            "the servers switch themselves off, but keep their quota, volumes and addresses, and in most clouds their"
                    + " price, until 'destroy': OpenStack removes nothing at a time"),
    FIXED(
            0,
            "machines that exist are not petaforge's: it does not switch them off behind the back of whoever they belong to",
            ""),
    BMC(
            0,
            "machines that exist are not petaforge's: it does not switch them off behind the back of whoever they belong to",
            ""),
    PLANNED(0, "they are planned only", ""),
    MAAS(
            0,
            "a machine that switches itself off stays deployed and allocated in MAAS, so its end would give nothing back",
            "");

    private final int leastMinutes;
    private final String refusal;
    private final String consequence;

    Ends(int leastMinutes, String refusal, String consequence) {
        this.leastMinutes = leastMinutes;
        this.refusal = refusal;
        this.consequence = consequence;
    }

    /** Those of a substrate, by the name that an inventory selects it with. */
    public static Ends of(String substrate) {
        return valueOf(requireNonNull(substrate).toUpperCase(Locale.ROOT));
    }

    /** Why no cluster on such machines ends by itself; empty where one can. */
    public Optional<String> refusal() {
        return Optional.of(refusal).filter(reason -> !reason.isEmpty());
    }

    /** The shortest time that leaves something after a build: twice what one takes with all that is cached. */
    public Duration least() {
        return Duration.ofMinutes(leastMinutes);
    }

    /** What happens at the end, for people. */
    public String consequence() {
        return consequence;
    }
}
