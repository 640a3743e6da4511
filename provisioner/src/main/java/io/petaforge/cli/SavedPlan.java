package io.petaforge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.ExitCode;
import io.petaforge.api.MachineId;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.plan.PlanJson;
import io.petaforge.state.AtomicFiles;
import io.petaforge.step.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A plan on file, with everything that it was computed from: {@code build} carries out exactly it, or nothing. Facts are
 * kept as digests, and no secret is in any of it.
 *
 * @param kind tells such a file from others
 * @param id over all the rest
 * @param petaforge the version that made it
 * @param inventory the file, absolute
 * @param inventorySha256 of its content
 * @param accepted id of the plan in force; empty when there was none
 * @param plan id of the plan that is to be carried out
 * @param offer digest of what the substrate offered
 * @param missing machines that were to be taken
 * @param lost machines that did not answer
 * @param observed digests of the facts, by machine and fact
 * @param actions what was shown, in order, for people
 */
record SavedPlan(
        String kind,
        String id,
        String petaforge,
        String cluster,
        String inventory,
        String inventorySha256,
        String accepted,
        String plan,
        String offer,
        List<String> missing,
        List<String> lost,
        Map<String, Map<String, String>> observed,
        List<String> actions) {
    private static final String KIND = "petaforge-saved-plan";

    /** So many facts of a host are named when they have moved. */
    private static final int MOST_FACTS = 5;

    SavedPlan {
        missing = List.copyOf(missing);
        lost = List.copyOf(lost);
        actions = List.copyOf(actions);
        Map<String, Map<String, String>> copy = new TreeMap<>();
        observed.forEach((machine, facts) -> copy.put(machine, new TreeMap<>(facts)));
        observed = copy;
    }

    /** What was foreseen, from this file. */
    static SavedPlan of(Path inventory, Foresight foresight) {
        Map<String, Map<String, String>> observed = new TreeMap<>();
        foresight.forecast().observed().forEach((machine, facts) -> observed.put(machine.value(), facts));
        List<String> actions = new ArrayList<>();
        foresight.forecast().steps().forEach(step -> step.actions()
                .forEach((Action action) -> actions.add(step.step() + " " + action.machine() + ": " + action.title())));
        SavedPlan unnamed = new SavedPlan(
                KIND,
                "",
                String.join(" ", new Version().getVersion()),
                foresight.planned().spec().name(),
                inventory.toAbsolutePath().normalize().toString(),
                sha256(inventory),
                foresight.inForce().map(before -> PlanJson.id(before.plan())).orElse(""),
                foresight.planned().id(),
                PlanJson.digest(foresight.planned().plan().machines()),
                foresight.forecast().missing().stream().map(MachineId::value).toList(),
                foresight.forecast().lost().keySet().stream()
                        .map(MachineId::value)
                        .toList(),
                observed,
                actions);
        return unnamed.withId(unnamed.computedId());
    }

    /** The plan in a file; empty when the file is something else, such as an inventory. */
    static Optional<SavedPlan> read(Path file) {
        String text;
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            // The reader of inventories says what is wrong with it.
            return Optional.empty();
        }
        if (!text.startsWith("{") || !text.contains("\"" + KIND + "\"")) {
            return Optional.empty();
        }
        try {
            JsonNode document = new ObjectMapper().readTree(text);
            SavedPlan plan = PlanJson.read(document, SavedPlan.class);
            if (plan.id().equals(plan.computedId())) {
                return Optional.of(plan);
            }
        } catch (JsonProcessingException | IllegalArgumentException damaged) {
            throw damaged(file, ": " + damaged.getMessage());
        }
        throw damaged(file, ": its id does not fit its content");
    }

    /** Writes it for the owner's eyes only, whole or not at all. */
    void write(Path file) {
        try {
            AtomicFiles.write(file, (PlanJson.text(this) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of(
                            "PF-DAY-011",
                            "the plan cannot be saved to " + file + ": " + e,
                            "name a file in a directory that you may write to"),
                    e);
        }
    }

    /**
     * The inventory that it was made of.
     *
     * @throws PetaforgeException when that has changed since, or another petaforge has made the plan
     */
    Path inventoryAsItWas() {
        Path file = Path.of(inventory);
        List<Problem> moved = new ArrayList<>();
        if (!Files.isRegularFile(file)) {
            moved.add(moved("its inventory " + inventory + " is gone"));
        } else if (!sha256(file).equals(inventorySha256)) {
            moved.add(moved("its inventory " + inventory + " has changed"));
        }
        String now = String.join(" ", new Version().getVersion());
        if (!now.equals(petaforge)) {
            moved.add(moved("it was made by " + petaforge + ", and this is " + now));
        }
        refuse(moved);
        return file;
    }

    /**
     * Compares with what is foreseen now.
     *
     * @throws PetaforgeException naming everything that has moved since the plan was saved
     */
    void mustHold(Foresight now) {
        SavedPlan other = of(Path.of(inventory), now);
        List<Problem> moved = new ArrayList<>();
        if (!accepted.equals(other.accepted())) {
            moved.add(moved("the cluster follows another plan by now, " + named(other.accepted()) + " and not "
                    + named(accepted) + ": somebody has built since"));
        } else if (!offer.equals(other.offer())) {
            moved.add(moved("the substrate offers other machines than it did"));
        } else if (!plan.equals(other.plan())) {
            moved.add(moved("the same inventory comes to another plan, " + other.plan() + " and not " + plan
                    + ": addresses of machines have changed"));
        }
        hosts(missing, other.missing(), " was still to be taken and exists now", " is missing and was not", moved);
        hosts(lost, other.lost(), " did not answer and does now", " does not answer and did", moved);
        Set<String> machines = new TreeSet<>(observed.keySet());
        machines.retainAll(other.observed().keySet());
        for (String machine : machines) {
            facts(machine, other).ifPresent(moved::add);
        }
        if (moved.isEmpty() && !actions.equals(other.actions())) {
            moved.add(moved("what it would do is not what it said"));
        }
        refuse(moved);
    }

    private Optional<Problem> facts(String machine, SavedPlan other) {
        Map<String, String> then = observed.getOrDefault(machine, Map.of());
        Map<String, String> now = other.observed().getOrDefault(machine, Map.of());
        Set<String> names = new TreeSet<>(then.keySet());
        names.addAll(now.keySet());
        List<String> differ = names.stream()
                .filter(name -> !then.getOrDefault(name, "").equals(now.getOrDefault(name, "")))
                .toList();
        if (differ.isEmpty()) {
            return Optional.empty();
        }
        String more = differ.size() > MOST_FACTS ? " and " + (differ.size() - MOST_FACTS) + " more" : "";
        return Optional.of(moved("on " + machine + " this is not what it was: "
                + String.join(", ", differ.subList(0, Math.min(MOST_FACTS, differ.size()))) + more));
    }

    private void hosts(List<String> then, List<String> now, String gone, String come, List<Problem> moved) {
        then.stream().filter(host -> !now.contains(host)).forEach(host -> moved.add(moved(host + gone)));
        now.stream().filter(host -> !then.contains(host)).forEach(host -> moved.add(moved(host + come)));
    }

    private Problem moved(String what) {
        return Problem.of(
                "PF-DAY-012",
                "saved plan " + id + " does not hold any more: " + what,
                "nothing was changed; run plan again, look at it, and save it anew");
    }

    private static String named(String plan) {
        return plan.isEmpty() ? "none" : plan;
    }

    private static void refuse(List<Problem> moved) {
        if (!moved.isEmpty()) {
            throw new PetaforgeException(ExitCode.PREFLIGHT, moved);
        }
    }

    private static PetaforgeException damaged(Path file, String why) {
        return new PetaforgeException(
                ExitCode.BAD_INPUT,
                Problem.of("PF-DAY-010", file + " is a damaged saved plan" + why, "save the plan anew"));
    }

    private String computedId() {
        ObjectNode all = (ObjectNode) PlanJson.tree(this);
        all.remove("id");
        return PlanJson.digest(all).substring(0, 12);
    }

    private SavedPlan withId(String given) {
        return new SavedPlan(
                kind,
                given,
                petaforge,
                cluster,
                inventory,
                inventorySha256,
                accepted,
                plan,
                offer,
                missing,
                lost,
                observed,
                actions);
    }

    private static String sha256(Path file) {
        try {
            return PlanJson.digest(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PetaforgeException(
                    ExitCode.BAD_INPUT,
                    Problem.of("PF-DAY-012", file + " cannot be read: " + e, "make it readable, or plan anew"),
                    e);
        }
    }
}
