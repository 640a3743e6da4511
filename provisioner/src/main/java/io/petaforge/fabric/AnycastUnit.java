package io.petaforge.fabric;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Secret;
import io.petaforge.step.DesiredFile;
import io.petaforge.step.DesiredUnit;
import io.petaforge.step.Inputs;
import java.util.List;

/**
 * The systemd unit that gives a host a service address while the service runs there: taken when the service listens, given
 * up before it stops, or as soon as it died. BGP announces and withdraws it with that.
 *
 * @param service what the address is for, part of the unit's name
 * @param address the /32, without the prefix length
 * @param port where the service listens
 * @param boundTo full name of the service's unit
 */
public record AnycastUnit(String service, String address, int port, String boundTo) {
    private static final String PROGRAM = "/usr/lib/petaforge/announce";

    public AnycastUnit {
        requireNonNull(service, "service");
        requireNonNull(address, "address");
        requireNonNull(boundTo, "boundTo");
    }

    /** The unit's full name. */
    public String name() {
        return "petaforge-announce-" + service + ".service";
    }

    /** What has to be on the host. */
    public List<DesiredFile> files() {
        String unit = String.join(
                "\n",
                "# Written by petaforge from its plan; changes are undone.",
                "[Unit]",
                "Description=Announce " + address + " (" + service + ") while " + boundTo + " runs",
                "BindsTo=" + boundTo,
                "After=" + boundTo + " frr.service",
                "",
                "[Service]",
                "Type=oneshot",
                "RemainAfterExit=yes",
                "ExecStart=" + PROGRAM + " " + address + " " + port,
                "ExecStop=-/sbin/ip address del " + address + "/32 dev lo",
                "");
        // A drop-in, not an [Install] section: systemd reads it with the unit, so that the very first restart of the
        // service after a crash already starts the announcement again.
        String wanted = String.join(
                "\n", "# Written by petaforge from its plan; changes are undone.", "[Unit]", "Wants=" + name(), "");
        return List.of(
                new DesiredFile(PROGRAM, new Secret(Scripts.ANNOUNCE.text()), "0755", "root:root"),
                DesiredFile.plain("/etc/systemd/system/" + name(), unit),
                DesiredFile.plain(
                        "/etc/systemd/system/" + boundTo + ".d/petaforge-announce-" + service + ".conf", wanted));
    }

    /** The unit, running with those files. */
    public DesiredUnit unit() {
        return DesiredUnit.restarted(name(), Inputs.hash(files()));
    }
}
