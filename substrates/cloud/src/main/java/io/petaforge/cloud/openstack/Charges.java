package io.petaforge.cloud.openstack;

import io.petaforge.api.Charged;
import io.petaforge.api.ChargedMachine;
import io.petaforge.api.ChargedService;
import io.petaforge.api.ClusterRequest;
import io.petaforge.api.MachineRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an OpenStack may charge for: flavors by name, volumes by type, floating addresses, a router. Pure. */
final class Charges {
    private final OpenStackSettings settings;
    private final OpenStackRecord record;
    private final Choice.Result choice;

    Charges(OpenStackSettings settings, OpenStackRecord record, Choice.Result choice) {
        this.settings = settings;
        this.record = record;
        this.choice = choice;
    }

    /** @param request with the jump host, where one is made */
    Charged of(ClusterRequest request) {
        boolean routes = settings.network().range().isPresent()
                && settings.network().external().isPresent();
        return new Charged(
                request.machines().stream()
                        .map(MachineRequest::id)
                        .flatMap(id -> Optional.ofNullable(choice.picks().get(id.value())).stream())
                        .map(this::machine)
                        .toList(),
                // Its side of the external network is no floating address.
                routes ? List.of(new ChargedService("router", 0)) : List.of(),
                List.of());
    }

    private ChargedMachine machine(Choice.Pick pick) {
        List<ChargedMachine.Volume> volumes = new ArrayList<>();
        settings.bootVolume().ifPresent(size -> volumes.add(volume(settings.bootVolumeType(), Choice.gigabytes(size))));
        pick.volumes().forEach(wish -> volumes.add(volume(wish.type(), wish.gigabytes())));
        return new ChargedMachine(
                pick.request().id(),
                pick.request().group(),
                flavor(pick),
                false,
                volumes,
                settings.floats(pick.request().id().value()) ? 1 : 0);
    }

    /** A server keeps the flavor that it was made with, whatever would be chosen now. */
    private String flavor(Choice.Pick pick) {
        String made = record.holding(pick.request().id().value())
                .map(Held::flavor)
                .orElse(pick.flavor().id());
        return choice.picks().values().stream()
                .map(Choice.Pick::flavor)
                .filter(size -> size.id().equals(made))
                .map(Choice.Size::name)
                .findFirst()
                .orElse(made);
    }

    private static ChargedMachine.Volume volume(Optional<String> type, long gibibytes) {
        return ChargedMachine.Volume.of(type.orElse(ChargedMachine.Volume.DEFAULT), gibibytes);
    }
}
