package io.petaforge.network.dc;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.BitRate;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One group of a switch's ports at one break-out.
 *
 * @param group position of the group in the model
 * @param parts into how many ports each cage is split
 */
record PortBank(SwitchModel model, int group, int parts) {
    /** One port of a bank. */
    record Slot(String name, int cage, String cageName, int parts) {}

    PortBank {
        requireNonNull(model, "model");
    }

    /** The ports of that rate: whole cages where there are some, else parts of the first group that splits so. */
    static Optional<PortBank> ofRate(SwitchModel model, BitRate rate) {
        for (int group = 0; group < model.ports().size(); group++) {
            if (model.ports().get(group).rate().equals(rate)) {
                return Optional.of(new PortBank(model, group, 1));
            }
        }
        for (int group = 0; group < model.ports().size(); group++) {
            for (int parts : model.ports().get(group).breakouts()) {
                if (model.ports().get(group).rateOf(parts).equals(rate)) {
                    return Optional.of(new PortBank(model, group, parts));
                }
            }
        }
        return Optional.empty();
    }

    /** The fastest rate that both can run at. */
    static Optional<BitRate> common(SwitchModel a, SwitchModel b) {
        TreeSet<BitRate> rates = a.rates();
        rates.retainAll(b.rates());
        return rates.isEmpty() ? Optional.empty() : Optional.of(rates.last());
    }

    int cages() {
        return model.ports().get(group).count();
    }

    /** How many ports there are when every cage is used so. */
    int size() {
        return cages() * parts;
    }

    /** How many cages so many ports take. */
    int cagesFor(int ports) {
        return (ports + parts - 1) / parts;
    }

    /** The port at a position counted from the first cage. */
    Slot front(int index) {
        return slot(index / parts, index % parts);
    }

    /** The port at a position counted from the last cage, so that two uses of one group grow towards each other. */
    Slot back(int index) {
        return slot(cages() - 1 - index / parts, index % parts);
    }

    private Slot slot(int cage, int part) {
        PortGroup mine = model.ports().get(group);
        if (cage < 0 || cage >= mine.count()) {
            throw new IllegalArgumentException(model.name() + " has no cage " + cage + " in group " + group);
        }
        int lane = cage * mine.lanes() + part * (mine.lanes() / parts);
        int number = cage;
        for (PortGroup before : model.ports().subList(0, group)) {
            lane += before.count() * before.lanes();
            number += before.count();
        }
        int first = lane - part * (mine.lanes() / parts);
        return new Slot(
                model.naming().name(lane, number, parts, part),
                number,
                model.naming().name(first, number, parts, 0),
                parts);
    }
}
