package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.MachineId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a plan changes of the one before it, for those who carry it out in a data centre that runs.
 *
 * @param racksAdded by name
 * @param racksRemoved by name
 * @param devicesAdded switches and hosts
 * @param devicesRemoved switches and hosts; their cables are removed with them
 * @param cablesAdded by what is new, in the order of the plan
 * @param cablesRemoved in the order of the plan before
 * @param altered what both plans have and is no longer the same, in words, each naming the device. Empty: whoever only adds
 *     what is new interrupts nothing that runs
 */
public record PlanChange(
        List<String> racksAdded,
        List<String> racksRemoved,
        List<MachineId> devicesAdded,
        List<MachineId> devicesRemoved,
        List<Link> cablesAdded,
        List<Link> cablesRemoved,
        List<String> altered) {
    public PlanChange {
        racksAdded = List.copyOf(racksAdded);
        racksRemoved = List.copyOf(racksRemoved);
        devicesAdded = List.copyOf(devicesAdded);
        devicesRemoved = List.copyOf(devicesRemoved);
        cablesAdded = List.copyOf(cablesAdded);
        cablesRemoved = List.copyOf(cablesRemoved);
        altered = List.copyOf(altered);
    }

    /** Compares two plans of one data centre. */
    public static PlanChange of(DataCenterPlan before, DataCenterPlan now) {
        List<String> racksBefore = before.racks().stream().map(RackPlan::name).toList();
        List<String> racksNow = now.racks().stream().map(RackPlan::name).toList();
        List<MachineId> devicesBefore =
                before.devices().stream().map(Device::id).toList();
        List<MachineId> devicesNow = now.devices().stream().map(Device::id).toList();
        return new PlanChange(
                without(racksNow, racksBefore),
                without(racksBefore, racksNow),
                without(devicesNow, devicesBefore),
                without(devicesBefore, devicesNow),
                without(now.links(), before.links()),
                without(before.links(), now.links()),
                altered(before, now));
    }

    /** Whether both plans are the same, as far as this comparison goes. */
    public boolean isEmpty() {
        return devicesAdded.isEmpty()
                && devicesRemoved.isEmpty()
                && cablesAdded.isEmpty()
                && cablesRemoved.isEmpty()
                && altered.isEmpty();
    }

    private static <T> List<T> without(Collection<T> these, Collection<T> those) {
        Set<T> left = new LinkedHashSet<>(these);
        left.removeAll(new LinkedHashSet<>(those));
        return List.copyOf(left);
    }

    private static List<String> altered(DataCenterPlan before, DataCenterPlan now) {
        Map<MachineId, Device> was = new HashMap<>();
        before.devices().forEach(device -> was.put(device.id(), device));
        Set<MachineId> stays = new LinkedHashSet<>();
        now.devices().forEach(device -> stays.add(device.id()));
        List<String> altered = new ArrayList<>();
        if (before.request().mtu() != now.request().mtu()) {
            altered.add("every device: MTU " + before.request().mtu() + " becomes "
                    + now.request().mtu());
        }
        for (Device device : now.devices()) {
            Device old = was.get(device.id());
            if (old != null) {
                device(old, device, stays, altered);
            }
        }
        return altered;
    }

    private static void device(Device was, Device is, Set<MachineId> stays, List<String> altered) {
        differs(
                is,
                "AS number",
                was.asn().map(Object::toString).orElse("none"),
                is.asn().map(Object::toString).orElse("none"),
                altered);
        differs(is, "rack", was.rack(), is.rack(), altered);
        differs(is, "loopbacks", words(was.loopbacks()), words(is.loopbacks()), altered);
        differs(is, "service addresses", words(was.anycast()), words(is.anycast()), altered);
        differs(
                is,
                "segment addresses",
                was.segments().toString(),
                is.segments().toString(),
                altered);
        differs(is, "out-of-band address", String.valueOf(was.outOfBand()), String.valueOf(is.outOfBand()), altered);
        Map<String, Port> ports = new HashMap<>();
        is.ports().forEach(port -> ports.put(port.name(), port));
        for (Port port : was.ports()) {
            Port now = ports.get(port.name());
            // A port whose other end leaves is part of that device's removal.
            if (stays.contains(port.peer().machine())) {
                differs(is, "port " + port.name(), port(port), now == null ? "free" : port(now), altered);
            }
        }
    }

    private static String port(Port port) {
        return "to " + port.peer() + " at " + port.rate()
                + port.address().map(address -> " with " + address).orElse("");
    }

    private static String words(List<String> values) {
        return values.isEmpty() ? "none" : String.join(", ", values);
    }

    private static void differs(Device device, String what, String was, String is, List<String> altered) {
        if (!requireNonNull(was, "was").equals(is)) {
            altered.add(device.id() + ": " + what + " " + was + " becomes " + is);
        }
    }
}
