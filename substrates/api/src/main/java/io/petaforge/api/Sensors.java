package io.petaforge.api;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The capability of reading machines' temperatures, fans, voltages and the like. */
public interface Sensors {
    /** All sensors of each machine, in the machine's order. */
    Map<MachineId, Answer<List<SensorReading>>> sensors(String cluster, Set<MachineId> machines);
}
