package io.petaforge.cloud.openstack;

import static java.util.Comparator.comparing;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import io.petaforge.api.Disk;
import io.petaforge.api.Location;
import io.petaforge.api.Machine;
import io.petaforge.api.MachineRequest;
import io.petaforge.api.Media;
import io.petaforge.api.Nic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a server of a flavor is to the planners. */
final class Offer {
    /** OpenStack tells no rate of a port; ten Gbit/s is what a hypervisor of these days has at least. */
    private static final BitRate NIC = BitRate.ofGbit(10);

    private final OpenStackSettings settings;

    Offer(OpenStackSettings settings) {
        this.settings = settings;
    }

    Machine machine(Choice.Pick pick, Choice.Image image, Optional<Held> held) {
        MachineRequest request = pick.request();
        List<Disk> disks = new ArrayList<>();
        int boot = settings.bootVolume()
                .map(Choice::gigabytes)
                .orElse(pick.flavor().disk());
        List<String> ids = new ArrayList<>(held.map(Held::volumes).orElse(List.of()));
        if (settings.bootVolume().isPresent() && !ids.isEmpty()) {
            disks.add(new Disk(image.serial(ids.remove(0)), "Cinder volume", ByteSize.ofGiB(boot), Media.SSD, true));
        } else {
            disks.add(new Disk("boot", "disk of the flavor", ByteSize.ofGiB(Math.max(1, boot)), Media.SSD, true));
        }
        for (int i = 0; i < pick.volumes().size(); i++) {
            // Before its volume is made, a drive has a name of ours; the plan is made anew when the real one is known.
            String serial = i < ids.size() ? image.serial(ids.get(i)) : request.id() + "-volume-" + i;
            disks.add(new Disk(
                    serial,
                    "Cinder volume",
                    ByteSize.ofGiB(pick.volumes().get(i).gigabytes()),
                    pick.volumes().get(i).media(),
                    false));
        }
        List<Nic> nics = (request.ports().isEmpty() ? List.of("ens3") : request.ports())
                .stream().map(port -> new Nic(port, NIC)).toList();
        return new Machine(
                request.id(),
                request.group(),
                new Location(request.rack()),
                pick.flavor().vcpus(),
                ByteSize.ofMiB(pick.flavor().memory()),
                disks.stream().sorted(comparing(Disk::serial)).toList(),
                nics);
    }
}
