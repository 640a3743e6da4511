package io.petaforge.remote;

import java.util.List;

/** Guarded changes of a run that ended before it could confirm them. */
public final class Unconfirmed {
    private static final String UNDO = Program.constant("unconfirmed.sh");

    private Unconfirmed() {}

    /** Undoes them now, instead of when their time is up; what they had changed is as before when this has ended. */
    public static Command undo() {
        return Command.of(List.of("sh", "-c", UNDO));
    }
}
