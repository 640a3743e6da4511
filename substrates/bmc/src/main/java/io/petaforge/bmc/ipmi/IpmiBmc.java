package io.petaforge.bmc.ipmi;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BootSetting;
import io.petaforge.api.HardwarePart;
import io.petaforge.api.LogEntry;
import io.petaforge.api.PowerAction;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.SensorReading;
import io.petaforge.bmc.device.Bmc;
import io.petaforge.bmc.device.BmcFailure;
import io.petaforge.bmc.device.BmcFault;
import io.petaforge.bmc.device.BmcTarget;
import io.petaforge.bmc.device.DefaultLogins;
import io.petaforge.bmc.device.Pauses;
import io.petaforge.bmc.ipmi.IpmiTool.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A controller that speaks IPMI 2.0. */
public final class IpmiBmc implements Bmc {
    private final BmcTarget target;
    private final IpmiTool tool;
    private Optional<McInfo> info = Optional.empty();
    private boolean known;

    IpmiBmc(BmcTarget target, Programs programs, Pauses pauses) {
        this.target = requireNonNull(target, "target");
        this.tool = new IpmiTool(target, programs, pauses);
    }

    /** A controller reached with the ipmitool of this machine. */
    public static IpmiBmc of(BmcTarget target, Pauses pauses) {
        return new IpmiBmc(target, new LocalPrograms(), pauses);
    }

    @Override
    public PowerState power() {
        // -v names the cause when no session comes about, and changes nothing in what is printed here otherwise.
        String output = tool.run(known ? Patience.LONG : Patience.SHORT, List.of("-v", "power", "status"));
        known = true;
        return PowerOutput.parse(output)
                .orElseThrow(() -> new BmcFailure(
                        BmcFault.REFUSED,
                        target.label() + " does not say whether its machine is on: '" + output.strip() + "'",
                        "Look at the controller's own log."));
    }

    @Override
    public void order(PowerAction action) {
        String word =
                switch (action) {
                    case ON -> "on";
                    case OFF -> "off";
                    case SOFT -> "soft";
                    case CYCLE -> "cycle";
                    case RESET -> "reset";
                };
        tool.run(Patience.LONG, List.of("-v", "power", word));
    }

    @Override
    public Duration interval() {
        return target.interval();
    }

    @Override
    public BootSetting boot(BootSetting setting) {
        Quirks quirks = Quirks.of(contact().enterprise());
        withoutExpiry();
        tool.run(Patience.LONG, BootFlags.set(setting, quirks));
        BootSetting reported =
                BootFlags.parse(tool.run(Patience.LONG, BootFlags.GET), quirks).orElse(setting);
        if (reported.device() != setting.device()) {
            throw new BmcFailure(
                    BmcFault.NOT_FOLLOWED,
                    target.label() + " took the boot device '" + setting + "' and reports '" + reported + "'",
                    "Set it on the machine's console, or update the controller's firmware.");
        }
        return reported;
    }

    /** Some controllers do not know the parameter: the flags then end after 60 s, which a power cycle is within. */
    private void withoutExpiry() {
        try {
            tool.run(Patience.LONG, BootFlags.NO_EXPIRY);
        } catch (BmcFailure refused) {
            if (refused.fault() != BmcFault.UNSUPPORTED && refused.fault() != BmcFault.REFUSED) {
                throw refused;
            }
        }
    }

    @Override
    public List<LogEntry> log() {
        contact();
        return SelOutput.parse(tool.runForParts(Patience.LONG, List.of("sel", "elist")));
    }

    @Override
    public int clearLog() {
        int before = log().size();
        tool.run(Patience.LONG, List.of("sel", "clear"));
        return before;
    }

    @Override
    public List<SensorReading> sensors() {
        contact();
        return SdrOutput.parse(tool.runForParts(Patience.LONG, List.of("sdr", "elist", "full")));
    }

    @Override
    public List<HardwarePart> parts() {
        contact();
        return FruOutput.parse(tool.runForParts(Patience.LONG, List.of("fru", "print")));
    }

    @Override
    public List<HardwarePart> firmware() {
        return List.of(contact().part());
    }

    @Override
    public List<Problem> findings() {
        contact();
        List<Problem> findings = new ArrayList<>();
        if (tool.opensWithoutPassword()) {
            findings.add(
                    BmcFault.OPEN_DOOR.problem(
                            target.label() + " accepts cipher suite 0: anyone who knows the name '" + target.user()
                                    + "' gets in with any password",
                            "Disable cipher suite 0 on the controller: ipmitool lan set 1 cipher_privs with X in first place."));
        }
        DefaultLogins.finding(target).ifPresent(findings::add);
        return List.copyOf(findings);
    }

    @Override
    public void close() {
        // Each command of ipmitool has a session of its own.
    }

    /** The first command to the controller: what it is, and why it cannot be reached if it cannot. */
    private McInfo contact() {
        if (info.isEmpty()) {
            info = Optional.of(McInfo.parse(tool.run(Patience.SHORT, List.of("-v", "mc", "info"))));
        }
        known = true;
        return info.get();
    }
}
