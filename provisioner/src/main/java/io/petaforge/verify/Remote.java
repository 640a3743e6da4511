package io.petaforge.verify;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Command;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs commands on hosts; a status other than 0 is an answer here, not a failure. */
final class Remote {
    private final Fleet fleet;

    Remote(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Carries out operations and then a command; gives the output of whatever came last. */
    Output run(MachineId host, List<Operation> before, Command command, Duration limit) {
        List<Operation> operations = new ArrayList<>(before);
        operations.add(new Operation.Exec(command, limit));
        var results = fleet.host(host).run(Bundle.ofOperations(operations)).operations();
        return results.get(results.size() - 1).output();
    }

    Output run(MachineId host, Command command, Duration limit) {
        return run(host, List.of(), command, limit);
    }
}
