package io.petaforge.cloud.aws;

import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the machines of a record are reached: by public addresses, or through the jump host. Pure. */
final class Access {
    static final int SSH = 22;

    private Access() {}

    /** Those whose way is known. */
    static Map<MachineId, SshAccess> of(AwsRecord record, String user, Path operatorKey) {
        Optional<SshAccess.Jump> jump = record.holding(JumpHost.NAME)
                .filter(held -> !held.publicAddress().isEmpty())
                .map(held -> new SshAccess.Jump(held.publicAddress(), SSH, user, operatorKey, List.of(held.hostKey())));
        Map<MachineId, SshAccess> access = new LinkedHashMap<>();
        for (AwsRecord.Held held : record.machines()) {
            String address = record.jump() ? held.privateAddress() : held.publicAddress();
            if (!held.machine().equals(JumpHost.NAME) && !address.isEmpty() && record.jump() == jump.isPresent()) {
                MachineId id = new MachineId(held.machine());
                access.put(id, new SshAccess(id, address, SSH, user, operatorKey, List.of(held.hostKey()), jump));
            }
        }
        return access;
    }
}
