package io.petaforge.discover;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.petaforge.api.BitRate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One network interface, from sysfs, {@code ip -j -d address} and {@code ethtool}; texts are empty where nothing was said.
 *
 * @param mac burnt in, where the interface tells it apart from what a bond gave it
 * @param ethernet whether it carries Ethernet
 * @param kind of a virtual interface, such as {@code veth}
 * @param master the bond or bridge that it belongs to
 * @param masterKind {@code bond}, {@code bridge} and so on
 * @param device of the bus, in sysfs
 * @param hidden a virtual function or a wireless port
 * @param link what it runs at; empty without a link, and where the driver does not know
 * @param most what it can do at most, as {@code ethtool} says
 */
record PortFacts(
        String name,
        String mac,
        boolean ethernet,
        String kind,
        String master,
        String masterKind,
        String device,
        String driver,
        boolean hidden,
        boolean carrier,
        Optional<BitRate> link,
        Optional<BitRate> most,
        OptionalInt numa) {
    /** ARPHRD_ETHER. */
    private static final String ETHER = "1";

    private static final Pattern MODE = Pattern.compile("\\b([1-9]\\d{0,6})base");

    /** Some drivers say 0 of a port that is down. */
    private static final Pattern SPEED = Pattern.compile("(?m)^\\s*Speed: ([1-9]\\d{0,6})Mb/s");

    PortFacts {
        requireNonNull(name, "name");
        requireNonNull(mac, "mac");
        requireNonNull(kind, "kind");
        requireNonNull(master, "master");
        requireNonNull(masterKind, "masterKind");
        requireNonNull(device, "device");
        requireNonNull(driver, "driver");
        requireNonNull(link, "link");
        requireNonNull(most, "most");
        requireNonNull(numa, "numa");
    }

    /** All interfaces, by name. */
    static Map<String, PortFacts> read(String ports, String ip, Map<String, String> ethtool) {
        Map<String, JsonNode> links = new TreeMap<>();
        Json.read(ip).forEach(link -> links.put(Json.text(link.path("ifname")), link));
        Map<String, PortFacts> found = new TreeMap<>();
        for (String block : ports.split("(?m)^port ")) {
            String name = block.lines().findFirst().orElse("").strip();
            if (!name.isEmpty()) {
                JsonNode link = links.getOrDefault(name, Json.read(""));
                found.put(name, port(name, values(block), link, ethtool.getOrDefault(name, "")));
            }
        }
        return Collections.unmodifiableMap(found);
    }

    private static PortFacts port(String name, Map<String, String> sysfs, JsonNode ip, String ethtool) {
        JsonNode info = ip.path("linkinfo");
        String permanent = Json.text(ip.path("permaddr"));
        boolean carrier = sysfs.getOrDefault("carrier", "").equals("1");
        String node = sysfs.getOrDefault("numa_node", "");
        return new PortFacts(
                name,
                permanent.isEmpty() ? sysfs.getOrDefault("address", "") : permanent,
                sysfs.getOrDefault("type", "").equals(ETHER),
                Json.text(info.path("info_kind")),
                Json.text(ip.path("master")),
                Json.text(info.path("info_slave_kind")),
                sysfs.getOrDefault("device", ""),
                last(sysfs.getOrDefault("driver", "")),
                sysfs.containsKey("virtual-function") || sysfs.containsKey("wireless"),
                carrier,
                carrier ? speed(sysfs.getOrDefault("speed", ""), ethtool) : Optional.empty(),
                most(ethtool),
                node.matches("\\d{1,4}") ? OptionalInt.of(Integer.parseInt(node)) : OptionalInt.empty());
    }

    private static Map<String, String> values(String block) {
        Map<String, String> values = new TreeMap<>();
        block.lines()
                .skip(1)
                .map(line -> line.split(" ", 2))
                .forEach(pair -> values.put(pair[0], pair.length < 2 ? "" : pair[1].strip()));
        return values;
    }

    /** The kernel says -1, or 65535 or 4294967295 in older versions, for what it does not know. */
    private static Optional<BitRate> speed(String megabits, String ethtool) {
        if (megabits.matches("[1-9]\\d{0,6}") && !megabits.equals("65535")) {
            return Optional.of(megabit(Long.parseLong(megabits)));
        }
        Matcher speed = SPEED.matcher(ethtool);
        return speed.find() ? Optional.of(megabit(Long.parseLong(speed.group(1)))) : Optional.empty();
    }

    /** The fastest of the modes that stand under "Supported link modes", some on lines of their own. */
    private static Optional<BitRate> most(String ethtool) {
        int begin = ethtool.indexOf("Supported link modes:");
        int end = ethtool.indexOf("Supported pause frame use:");
        if (begin < 0) {
            return Optional.empty();
        }
        return MODE.matcher(ethtool.substring(begin, end > begin ? end : ethtool.length()))
                .results()
                .map(mode -> megabit(Long.parseLong(mode.group(1))))
                .max(BitRate::compareTo);
    }

    private static BitRate megabit(long rate) {
        return new BitRate(rate * 1_000_000);
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
