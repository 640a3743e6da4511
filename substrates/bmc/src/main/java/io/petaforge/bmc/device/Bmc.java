package io.petaforge.bmc.device;

import io.petaforge.api.BootSetting;
import io.petaforge.api.HardwarePart;
import io.petaforge.api.LogEntry;
import io.petaforge.api.PowerAction;
import io.petaforge.api.PowerState;
import io.petaforge.api.Problem;
import io.petaforge.api.SensorReading;
import java.time.Duration;
import java.util.List;

/**
 * One management controller. Every method asks it once, with the retries that its protocol needs, and throws a
 * {@link BmcFailure} when it does not answer as it should. Used by one thread at a time.
 */
public interface Bmc extends AutoCloseable {
    /** Whether the machine runs. */
    PowerState power();

    /**
     * Gives the order and returns at once; whether it was followed is seen in {@link #power}.
     *
     * @param action any but {@link PowerAction#CYCLE}, which {@link PowerChange} makes of two that can be checked
     */
    void order(PowerAction action);

    /** Least time between two looks at what came of an order. */
    Duration interval();

    /** Sets what the machine boots from next, and returns what the controller reports afterwards. */
    BootSetting boot(BootSetting setting);

    /** The hardware event log, oldest first. */
    List<LogEntry> log();

    /** Empties the hardware event log and returns how many entries it had. */
    int clearLog();

    /** What all sensors show. */
    List<SensorReading> sensors();

    /** Chassis, boards, power supplies. */
    List<HardwarePart> parts();

    /** Versions of the firmware, the controller's own first. */
    List<HardwarePart> firmware();

    /** Doors that stand open: logins that anybody can guess or needs not. */
    List<Problem> findings();

    /** Ends the session, if there is one. */
    @Override
    void close();
}
