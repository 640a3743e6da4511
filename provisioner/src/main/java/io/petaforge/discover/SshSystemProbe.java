package io.petaforge.discover;

import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import io.petaforge.api.SystemProbe;
import io.petaforge.remote.Command;
import io.petaforge.remote.RemoteFailure;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Reads machine ids over SSH. */
public final class SshSystemProbe implements SystemProbe {
    @Override
    public Map<MachineId, Found> look(Collection<SshAccess> machines) {
        return SideBySide.ask(
                machines,
                access -> Command.of("cat", "/etc/machine-id"),
                id -> new Found(Door.OPEN, id.strip(), Optional.empty()),
                SshSystemProbe::closed);
    }

    private static Found closed(RemoteFailure failure) {
        Door door = failure.kind() == RemoteFailure.Kind.RETRYABLE ? Door.SILENT : Door.STRANGER;
        return new Found(door, "", Optional.of(failure.problem()));
    }
}
