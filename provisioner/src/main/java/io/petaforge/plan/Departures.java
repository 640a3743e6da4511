package io.petaforge.plan;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import io.petaforge.storage.OsdPlan;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the plan in force has and the new one has not, carried from accepted plan to accepted plan until it is really gone.
 * Nothing else of a cluster is ever removed.
 *
 * @param hosts machines to give back, ordered by id
 * @param osds ordered by id; one is known by its number and its UUID together
 * @param daemons ordered by kind, then host
 */
public record Departures(List<Host> hosts, List<OsdPlan> osds, List<Daemon> daemons) {
    /** Nothing leaves. */
    public static final Departures NONE = new Departures(List.of(), List.of(), List.of());

    /** Whether a machine that leaves can be asked and told anything. */
    public enum Contact {
        /** There is a way to it: it is drained, and its daemons are stopped there. */
        REACHED,
        /** The substrate has it no more, and nobody said that it is lost: only what is done with it may be forgotten. */
        GONE,
        /** The operator said that it will not come back: the cluster goes on without what was only there. */
        LOST
    }

    /** A kind of daemon. */
    public enum Kind {
        MON,
        MGR,
        RGW,
        SPARK_WORKER,
        SPARK_HISTORY,
        SPARK_MASTER
    }

    /** A machine. */
    public record Host(MachineId id, String group, String rack, Contact contact) {
        public Host {
            requireNonNull(id, "id");
            requireNonNull(group, "group");
            requireNonNull(rack, "rack");
            requireNonNull(contact, "contact");
        }
    }

    /**
     * One daemon.
     *
     * @param host whether it stays or leaves
     * @param address where it listens
     */
    public record Daemon(Kind kind, MachineId host, String address) {
        public Daemon {
            requireNonNull(kind, "kind");
            requireNonNull(host, "host");
            requireNonNull(address, "address");
        }
    }

    public Departures {
        hosts = List.copyOf(hosts);
        osds = List.copyOf(osds);
        daemons = List.copyOf(daemons);
    }

    /** Whether nothing leaves. */
    public boolean nothing() {
        return hosts.isEmpty() && osds.isEmpty() && daemons.isEmpty();
    }

    /** Hosts of the daemons of one kind. */
    public List<MachineId> of(Kind kind) {
        return daemons.stream()
                .filter(daemon -> daemon.kind() == kind)
                .map(Daemon::host)
                .toList();
    }

    /** What is known of a host that leaves; one that stays is reached. */
    public Contact contact(MachineId host) {
        return hosts.stream()
                .filter(leaving -> leaving.id().equals(host))
                .map(Host::contact)
                .findFirst()
                .orElse(Contact.REACHED);
    }

    /** Hosts that run, or ran, something that leaves, and can be told to stop it; ordered. */
    public List<MachineId> reached() {
        return Stream.concat(osds.stream().map(OsdPlan::host), daemons.stream().map(Daemon::host))
                .filter(host -> contact(host) == Contact.REACHED)
                .distinct()
                .sorted()
                .toList();
    }

    /** The OSDs of one host. */
    public List<OsdPlan> osdsOf(MachineId host) {
        return osds.stream().filter(osd -> osd.host().equals(host)).toList();
    }
}
