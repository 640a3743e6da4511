package io.petaforge.storage.sizing;

import static java.util.Objects.requireNonNull;

import io.petaforge.storage.hardware.HostType;
import java.util.List;

/**
 * Which of these hosts, and how many, meet the goal within the room there is?
 *
 * @param hosts what can be bought, each with a name of its own, in the order that breaks ties
 */
public record Question(Goal goal, List<HostType> hosts, Limits limits) {
    public Question {
        requireNonNull(goal, "goal");
        hosts = List.copyOf(hosts);
        requireNonNull(limits, "limits");
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("a catalogue without hosts answers nothing");
        }
    }
}
