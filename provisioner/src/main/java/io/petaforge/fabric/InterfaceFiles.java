package io.petaforge.fabric;

import static java.util.Objects.requireNonNull;

import io.petaforge.network.dc.DataCenterPlan;
import io.petaforge.network.dc.Device;
import io.petaforge.network.render.Networkd;
import io.petaforge.step.DesiredFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files that set up a device's interfaces, and what they promise.
 *
 * <p>Their names begin with {@value #PREFIX}: networkd takes the first file that matches an interface, in the order of their
 * names, and netplan's own begin with 10. So the plan's interfaces are the plan's, whatever netplan says about them, and
 * all others stay with netplan.
 *
 * @param files none where interfaces need no more than to be up
 * @param interfaces what they set up, by name
 * @param made interfaces that networkd makes: bonds, bridges, VLANs, tunnels
 */
record InterfaceFiles(List<DesiredFile> files, Map<String, Wanted> interfaces, Set<String> made) {
    static final String DIRECTORY = "/etc/systemd/network/";
    static final String PREFIX = "05-petaforge-";
    private static final String CONFIG = "networkd.conf.d/";
    private static final String NETDEV = ".netdev";

    /**
     * What an interface must have.
     *
     * @param file the file that sets it up
     * @param addresses with prefix length
     */
    record Wanted(String file, OptionalInt mtu, List<String> addresses) {
        Wanted {
            requireNonNull(file, "file");
            requireNonNull(mtu, "mtu");
            addresses = List.copyOf(addresses);
        }
    }

    InterfaceFiles {
        files = List.copyOf(files);
        interfaces = new TreeMap<>(interfaces);
        made = Set.copyOf(made);
    }

    static InterfaceFiles of(DataCenterPlan plan, Device device) {
        return of(Networkd.of(plan, device));
    }

    /** From networkd's files as the plan renders them. */
    static InterfaceFiles of(Map<String, String> rendered) {
        List<DesiredFile> files = new ArrayList<>();
        Map<String, Wanted> interfaces = new TreeMap<>();
        Set<String> made = new HashSet<>();
        new TreeMap<>(rendered).forEach((name, text) -> {
            String path = name.startsWith(CONFIG)
                    ? "/etc/systemd/" + name
                    : DIRECTORY + PREFIX + name.replaceFirst("^[0-9]+-", "");
            files.add(DesiredFile.plain(path, text));
            value(text, "Name").ifPresent(device -> {
                if (name.endsWith(NETDEV)) {
                    made.add(device);
                } else {
                    interfaces.put(
                            device,
                            new Wanted(
                                    path,
                                    value(text, "MTUBytes")
                                            .map(Integer::parseInt)
                                            .map(OptionalInt::of)
                                            .orElseGet(OptionalInt::empty),
                                    values(text, "Address")));
                }
            });
        });
        return new InterfaceFiles(files, interfaces, made);
    }

    /** The interface that one of our files makes; empty for other files. */
    static Optional<String> madeBy(String path) {
        return path.startsWith(DIRECTORY + PREFIX) && path.endsWith(NETDEV)
                ? Optional.of(path.substring((DIRECTORY + PREFIX).length(), path.length() - NETDEV.length()))
                : Optional.empty();
    }

    private static Optional<String> value(String text, String key) {
        return values(text, key).stream().findFirst();
    }

    private static List<String> values(String text, String key) {
        return text.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .toList();
    }
}
