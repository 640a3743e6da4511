package io.petaforge.api;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The capability of telling what machines are made of without their operating system. */
public interface HardwareParts {
    /** Chassis, boards, power supplies: type, serial and part numbers. */
    Map<MachineId, Answer<List<HardwarePart>>> parts(String cluster, Set<MachineId> machines);

    /** Versions of the firmware, the management controller's first. */
    Map<MachineId, Answer<List<HardwarePart>>> firmware(String cluster, Set<MachineId> machines);
}
