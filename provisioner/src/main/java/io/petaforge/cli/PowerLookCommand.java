package io.petaforge.cli;

import io.petaforge.api.AccessFindings;
import io.petaforge.api.Answer;
import io.petaforge.api.ExitCode;
import io.petaforge.api.HardwareParts;
import io.petaforge.api.MachineId;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import io.petaforge.api.Sensors;
import io.petaforge.api.Substrate;
import io.petaforge.spec.ClusterSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;

/** Looks at machines without changing anything; at all of them unless some are named. */
abstract class PowerLookCommand extends PowerTask {
    @Override
    final boolean allUnlessNamed() {
        return true;
    }

    /** Temperatures, fans, voltages. */
    @Command(name = "sensors", mixinStandardHelpOptions = true, description = "Show machines' sensors.")
    static final class OfSensors extends PowerLookCommand {
        @Override
        int call(ClusterSpec spec, Substrate substrate, Set<MachineId> machines, Progress progress) {
            Sensors sensors = capability(substrate, Sensors.class, "sensors");
            return print(spec.name(), sensors.sensors(spec.name(), machines), "sensors", PowerText::sensors);
        }
    }

    /** Serial and part numbers. */
    @Command(
            name = "parts",
            mixinStandardHelpOptions = true,
            description = "Show machines' replaceable parts with their serial and part numbers.")
    static final class OfParts extends PowerLookCommand {
        @Override
        int call(ClusterSpec spec, Substrate substrate, Set<MachineId> machines, Progress progress) {
            HardwareParts parts = capability(substrate, HardwareParts.class, "list of parts");
            return print(spec.name(), parts.parts(spec.name(), machines), "parts", PowerText::parts);
        }
    }

    /** Firmware versions. */
    @Command(name = "firmware", mixinStandardHelpOptions = true, description = "Show machines' firmware versions.")
    static final class OfFirmware extends PowerLookCommand {
        @Override
        int call(ClusterSpec spec, Substrate substrate, Set<MachineId> machines, Progress progress) {
            HardwareParts parts = capability(substrate, HardwareParts.class, "list of firmware");
            return print(spec.name(), parts.firmware(spec.name(), machines), "firmware", PowerText::parts);
        }
    }

    /** Open doors. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Look for management controllers that let in whom they should not; ends with 7 when one is found.")
    static final class OfFindings extends PowerLookCommand {
        @Override
        int call(ClusterSpec spec, Substrate substrate, Set<MachineId> machines, Progress progress) {
            Map<MachineId, Answer<List<Problem>>> findings = capability(
                            substrate, AccessFindings.class, "management controllers to check")
                    .findings(spec.name(), machines);
            int status = print(spec.name(), findings, "findings", PowerText::findings);
            boolean found = findings.values().stream()
                    .anyMatch(answer ->
                            answer.value().filter(list -> !list.isEmpty()).isPresent());
            return found && status == ExitCode.OK.status() ? ExitCode.VERIFY_FAILED.status() : status;
        }
    }
}
