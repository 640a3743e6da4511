package io.petaforge.verify;

import io.petaforge.api.MachineId;
import io.petaforge.remote.Bundle;
import io.petaforge.remote.Fleet;
import io.petaforge.remote.Operation;
import io.petaforge.remote.Output;
import io.petaforge.remote.RemoteHost;
import io.petaforge.remote.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Hosts that answer each command with what a function says, and remember what they were told. */
final class FakeFleet implements Fleet {
    final List<String> commands = Collections.synchronizedList(new ArrayList<>());
    private final BiFunction<String, String, Output> answer;

    /** @param answer from host and command line to the output */
    FakeFleet(BiFunction<String, String, Output> answer) {
        this.answer = answer;
    }

    @Override
    public Set<MachineId> machines() {
        return Set.of();
    }

    @Override
    public RemoteHost host(MachineId machine) {
        return new RemoteHost() {
            @Override
            public MachineId machine() {
                return machine;
            }

            @Override
            public Reply run(Bundle bundle) {
                List<Reply.Result> results = new ArrayList<>();
                for (Operation operation : bundle.operations()) {
                    results.add(new Reply.Result(operation, true, output(machine, operation), Duration.ZERO));
                }
                return new Reply(results, List.of());
            }

            @Override
            public long roundTrips() {
                return 0;
            }
        };
    }

    private Output output(MachineId machine, Operation operation) {
        if (operation instanceof Operation.Exec exec) {
            String line = String.join(" ", exec.command().argv());
            commands.add(machine + ": " + line);
            return answer.apply(machine.value(), line);
        }
        return new Output(0, "", "");
    }

    @Override
    public void close() {}
}
