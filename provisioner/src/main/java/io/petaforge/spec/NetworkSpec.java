package io.petaforge.spec;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import io.petaforge.api.Cidr;
import java.util.Locale;
import java.util.Optional;

/**
 * The fabric.
 *
 * @param design how it routes
 * @param spines spine switches
 * @param leavesPerRack leaf switches in each rack; every host has one link to each
 * @param loopbacks private IPv4 range of all loopbacks: hosts, switches and the S3 service address
 * @param linkRate rate of every link; with hardware that of every data port of a host
 * @param addresses of the design {@code existing}: where hosts have several addresses, those in this range are the
 *     cluster's
 * @param hardware switches and cables of a data centre, if the file names them
 */
public record NetworkSpec(
        Design design,
        int spines,
        int leavesPerRack,
        Cidr loopbacks,
        BitRate linkRate,
        Optional<Cidr> addresses,
        Optional<HardwareSpec> hardware) {
    /** Fabric designs by the field's names. */
    public enum Design {
        /** Routing on the host: each host announces its own /32 over BGP. */
        L3_HOST,
        /** A subnet per rack, with the gateway on the leaf. */
        L3_TOR,
        /** Layer 2 within reach of a rack, or stretched with VXLAN/EVPN. */
        L2_L3_HYBRID,
        /** One broadcast domain. */
        FLAT_L2,
        /** Somebody else's network, used as it is. */
        EXISTING;

        /** As written in the inventory, such as {@code l3-host}. */
        public String yaml() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public NetworkSpec {
        requireNonNull(design, "design");
        requireNonNull(loopbacks, "loopbacks");
        requireNonNull(linkRate, "linkRate");
        requireNonNull(addresses, "addresses");
        requireNonNull(hardware, "hardware");
    }
}
