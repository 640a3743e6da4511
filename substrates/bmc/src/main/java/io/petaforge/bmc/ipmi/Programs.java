package io.petaforge.bmc.ipmi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs programs of this machine, by argument list. The one seam behind which tests put recorded output. */
interface Programs {
    /** How a program ended. */
    record Ended(int status, String output, String errors) {
        public Ended {
            requireNonNull(output, "output");
            requireNonNull(errors, "errors");
        }
    }

    /**
     * Runs to the end, or kills it when the time is up.
     *
     * @param environment what is added to the environment: the only way in which a secret reaches a program
     * @throws io.petaforge.bmc.device.BmcFailure when it cannot be started or does not end
     */
    Ended run(List<String> command, Map<String, String> environment, Duration limit);
}
