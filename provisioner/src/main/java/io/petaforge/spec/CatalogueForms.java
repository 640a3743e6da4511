package io.petaforge.spec;

import io.petaforge.api.BitRate;
import io.petaforge.api.ByteSize;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms of what stands in a catalogue and a goal. */
final class CatalogueForms {
    private static final Pattern TIMES = Pattern.compile("(\\d{1,9})\\s*x\\s*(\\S.*)");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,4})?");

    /** Chassis with more drives than this are not sold for Ceph: 60 and 90 are archives of disks. */
    private static final int MOST_DRIVES = 100;

    /** As many leaf switches as a rack can have: each link goes to another. */
    private static final int MOST_PORTS = 4;

    /** A number of things of one name. */
    record Several(int count, String name) {}

    /** Links of one rate. */
    record Links(int count, BitRate rate) {}

    private CatalogueForms() {}

    /** Drives of a type, such as {@code 24 x nvme-15t}. */
    static Form<Several> drives() {
        return text -> {
            Matcher matcher = TIMES.matcher(text);
            if (!matcher.matches() || !NAME.matcher(matcher.group(2)).matches()) {
                throw new BadValue(
                        InventoryCode.UNIT,
                        "'" + text + "' does not say how many drives of which type",
                        "Write for example '24 x nvme-15t', with a name from 'catalogue.drives'.");
            }
            return new Several(Forms.whole(1, MOST_DRIVES).read(matcher.group(1)), matcher.group(2));
        };
    }

    /** Links to the fabric, such as {@code 2 x 100G} or {@code 25G}. */
    static Form<Links> links() {
        return text -> {
            Matcher matcher = TIMES.matcher(text);
            int count = matcher.matches() ? Forms.whole(1, MOST_PORTS).read(matcher.group(1)) : 1;
            return new Links(count, Forms.bitRate().read(matcher.matches() ? matcher.group(2) : text));
        };
    }

    /** A size for each month, such as {@code 2TB/month}. */
    static Form<ByteSize> growth() {
        return text -> {
            String lower = text.toLowerCase(Locale.ROOT);
            if (!lower.endsWith("/month")) {
                throw new BadValue(
                        InventoryCode.UNIT,
                        "'" + text + "' is not a growth by month",
                        "Write for example '2TB/month'.");
            }
            return Forms.size()
                    .read(text.substring(0, text.length() - "/month".length()).strip());
        };
    }

    /** A number above zero with at most four digits behind the point: watts, a price. */
    static Form<Double> amount(String noun, String example) {
        return text -> {
            if (!DECIMAL.matcher(text).matches() || new BigDecimal(text).signum() == 0) {
                throw new BadValue(
                        InventoryCode.NUMBER,
                        "'" + text + "' is not " + noun,
                        "Write a number above zero without a unit, such as " + example + ".");
            }
            return Double.parseDouble(text);
        };
    }

    /** The name of a type of drive or host. */
    static void name(String text) throws BadValue {
        if (!NAME.matcher(text).matches() || text.length() > 20) {
            throw new BadValue(
                    InventoryCode.NAME,
                    "'" + text + "' is not a name of a type",
                    "Use lower-case letters, digits, '.' and '-', at most 20 characters.");
        }
    }
}
