package io.petaforge.network.render;

import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.dc.PortNaming;
import io.petaforge.network.dc.RackPlan;
import io.petaforge.network.dc.Role;
import io.petaforge.network.dc.SwitchModel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Writes everything that a plan implies, one file at a time, so that ten thousand hosts need no more memory than one:
 *
 * <ul>
 *   <li>{@code cables.csv}, {@code fabric.svg}, {@code out-of-band.dnsmasq.conf}
 *   <li>{@code switches/NAME/}: {@code frr.conf}; {@code config_db.json} for SONiC,
 *       {@code interfaces}, {@code networkd/*} (of which a switch uses one) and {@code sysctl.conf} for others
 *   <li>{@code hosts/NAME/}: {@code netplan.yaml}, {@code interfaces}, {@code networkd/*}, and for a host that runs BGP
 *       {@code frr.conf} and {@code sysctl.conf}. Of the first three a host uses one
 * </ul>
 */
public final class Renderings {
    private final DataCenterPlan plan;
    private final BiConsumer<String, String> files;
    private final Map<String, RackPlan> racks = new HashMap<>();
    private final Map<String, String> addresses;
    private final Map<String, Integer> hostNumbers = new HashMap<>();

    private Renderings(DataCenterPlan plan, BiConsumer<String, String> files) {
        this.plan = plan;
        this.files = files;
        plan.racks().forEach(rack -> racks.put(rack.name(), rack));
        this.addresses = FrrRouter.addresses(plan);
        plan.tier(Role.HOST).forEach(host -> hostNumbers.put(host.id().value(), host.number()));
    }

    /**
     * Writes all files.
     *
     * @param macs hardware addresses of management ports where they are known, by device
     * @param files takes each file's path, relative and with slashes, and its text
     */
    public static void write(DataCenterPlan plan, Map<String, String> macs, BiConsumer<String, String> files) {
        Renderings renderings = new Renderings(plan, files);
        files.accept("cables.csv", CableList.of(plan));
        files.accept("fabric.svg", Drawing.of(plan));
        files.accept("out-of-band.dnsmasq.conf", OutOfBand.reservations(plan, macs));
        plan.devices().forEach(renderings::device);
    }

    private void device(Device device) {
        RackPlan rack = Optional.ofNullable(racks.get(device.rack())).orElseGet(() -> OutOfBand.noRack(device));
        boolean host = device.role() == Role.HOST;
        boolean sonic = !host && model(device.role()).naming() == PortNaming.SONIC;
        String folder = (host ? "hosts/" : "switches/") + device.id() + "/";
        Optional<FrrRouter> router = FrrRouter.of(plan, device, rack, !sonic, addresses);
        router.ifPresent(found -> files.accept(folder + "frr.conf", FrrText.of(found)));
        if (sonic) {
            files.accept(folder + "config_db.json", SonicConfig.of(plan, rack, device, hostNumbers));
        } else {
            router.ifPresent(found -> files.accept(folder + "sysctl.conf", Sysctls.render(Sysctls.of(device, found))));
        }
        if (!host && !sonic) {
            files.accept(folder + "interfaces", Ifupdown.of(SwitchInterfaces.of(plan, rack, device)));
            networkd(folder, rack, device);
        }
        if (host) {
            HostInterfaces interfaces = HostInterfaces.of(plan, rack, device);
            files.accept(folder + "netplan.yaml", Netplan.of(interfaces));
            files.accept(folder + "interfaces", Ifupdown.of(interfaces));
            networkd(folder, rack, device);
        }
    }

    private void networkd(String folder, RackPlan rack, Device device) {
        Networkd.files(plan, rack, device).forEach((name, text) -> files.accept(folder + "networkd/" + name, text));
    }

    private SwitchModel model(Role role) {
        return switch (role) {
            case LEAF -> plan.request().switches().leaf();
            case SPINE -> plan.request().switches().spine();
            default -> plan.request().switches().superSpine().orElseThrow();
        };
    }
}
