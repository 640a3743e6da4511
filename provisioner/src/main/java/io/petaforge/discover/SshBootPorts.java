package io.petaforge.discover;

import io.petaforge.api.MachineId;
import io.petaforge.api.SshAccess;
import io.petaforge.remote.Command;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Asks machines which of their ports has the address at which they are reached. */
public final class SshBootPorts {
    /** Of a bond this is the address of its first port, which is the one that firmware has. */
    private static final String SCRIPT =
            "port=$(ip -o address show to \"$1\" | awk '{ print $2; exit }') && cat \"/sys/class/net/${port%%@*}/address\"";

    private static final String MAC = "([0-9a-f]{2}:){5}[0-9a-f]{2}";

    /** The MAC addresses of those ports; machines that do not answer, or are behind a translating gateway, are left out. */
    public Map<MachineId, String> macs(Collection<SshAccess> machines) {
        Map<MachineId, String> found = new TreeMap<>(SideBySide.ask(
                machines, access -> Command.script(SCRIPT, access.address()), String::strip, failure -> ""));
        found.values().removeIf(mac -> !mac.matches(MAC));
        return found;
    }
}
