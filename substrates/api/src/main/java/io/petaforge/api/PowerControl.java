package io.petaforge.api;

import java.util.Map;

/** The capability of switching machines on and off. */
public interface PowerControl {
    /** The state of every machine of the cluster that exists. */
    Map<MachineId, PowerState> power(String cluster);

    /** Switches on; a machine that is on stays as it is. */
    void powerOn(String cluster, MachineId machine);

    /** Pulls the plug: no orderly shutdown, and the machine's links go down. A machine that is off stays off. */
    void powerOff(String cluster, MachineId machine);
}
