package io.petaforge.fabric.proof;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that differs from the plan, and what follows from it.
 *
 * @param code stable, {@code PF-FAB-NNN}
 * @param device where to look first
 * @param port of that device; empty where the finding is about the whole device
 * @param what the difference in one sentence, with its most probable cause
 * @param planned what the plan says
 * @param found what is there
 * @param fix what to do, an imperative sentence
 * @param consequences what else differs because of it: how many of each kind, by the kind's name
 */
public record Finding(
        String code,
        String device,
        String port,
        String what,
        String planned,
        String found,
        String fix,
        Map<String, Integer> consequences) {
    public Finding {
        requireNonNull(code, "code");
        requireNonNull(device, "device");
        requireNonNull(port, "port");
        requireNonNull(what, "what");
        requireNonNull(planned, "planned");
        requireNonNull(found, "found");
        requireNonNull(fix, "fix");
        consequences = Collections.unmodifiableMap(new TreeMap<>(consequences));
    }
}
