package io.petaforge.storage.sizing;

import static java.util.Objects.requireNonNull;

import io.petaforge.storage.Protection;
import io.petaforge.storage.Spread;
import io.petaforge.storage.StorageRequest.FailureDomain;
import io.petaforge.storage.hardware.Gateways;
import io.petaforge.storage.hardware.HostGroup;
import io.petaforge.storage.hardware.HostType;
import io.petaforge.storage.hardware.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * So many hosts of one type in so many racks, as evenly as it goes: the first racks get the rest.
 *
 * @param gateways S3 gateways, at most one on each host
 */
public record Proposal(HostType host, Protection protection, int hosts, int racks, int gateways) {
    public Proposal {
        requireNonNull(host, "host");
        requireNonNull(protection, "protection");
        if (hosts < racks || racks < 1 || gateways < 1 || gateways > hosts) {
            throw new IllegalArgumentException(
                    hosts + " hosts in " + racks + " racks with " + gateways + " gateways are no cluster");
        }
    }

    /** How many drives. */
    public int drives() {
        return hosts * host.driveCount();
    }

    /** Hosts of the fullest rack. */
    public int mostPerRack() {
        return (hosts + racks - 1) / racks;
    }

    /** Hosts of the emptiest rack. */
    public int leastPerRack() {
        return hosts / racks;
    }

    /** How many failure domains there are. */
    public int domains(FailureDomain survive) {
        return survive == FailureDomain.RACK ? racks : hosts;
    }

    /** How CRUSH spreads an object over the failure domains; empty when it cannot. */
    public Optional<Spread> spread(FailureDomain survive) {
        int domains = domains(survive);
        int width = protection.width();
        if (domains >= width) {
            return Optional.of(new Spread(width, 1));
        }
        // What Spread asks of the domains is decided by the one with the fewest hosts.
        Map<String, Integer> hostsPerDomain = new TreeMap<>();
        for (int domain = 0; domain < domains; domain++) {
            hostsPerDomain.put("d" + domain, survive == FailureDomain.RACK ? leastPerRack() : 1);
        }
        return Spread.of(hostsPerDomain, protection);
    }

    /** As the models see it. */
    Shape shape(Goal goal, Spread spread) {
        Shape plain = Shape.of(
                java.util.List.of(HostGroup.spread(host, hosts, racks)),
                racks,
                protection,
                goal.survive(),
                Gateways.onStorageHosts(gateways));
        return plain.with(protection, spread.perDomain()).with(true, goal.objectSize());
    }
}
