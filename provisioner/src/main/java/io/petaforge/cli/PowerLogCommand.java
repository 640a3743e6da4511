package io.petaforge.cli;

import io.petaforge.api.EventLog;
import io.petaforge.api.MachineId;
import io.petaforge.api.Progress;
import io.petaforge.api.Substrate;
import io.petaforge.spec.ClusterSpec;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows or empties machines' hardware event logs. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = "Show machines' hardware event logs; those of all unless some are named.")
final class PowerLogCommand extends PowerTask {
    @Option(names = "--clear", description = "Empty the logs instead; machines must be named.")
    private boolean clear;

    @Override
    boolean allUnlessNamed() {
        return !clear;
    }

    @Override
    int call(ClusterSpec spec, Substrate substrate, Set<MachineId> machines, Progress progress) {
        EventLog logs = capability(substrate, EventLog.class, "event log");
        return clear
                ? print(spec.name(), logs.clearLog(spec.name(), machines), "cleared", count -> count + " cleared")
                : print(spec.name(), logs.log(spec.name(), machines), "log", PowerText::log);
    }
}
