package io.petaforge.fabric;

import static java.util.Objects.requireNonNull;

import io.petaforge.remote.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What sets a host's interfaces up, and what they are.
 *
 * @param load systemd's LoadState of networkd: loaded, masked, not-found; empty where systemd does not answer
 * @param active its ActiveState
 * @param boots its UnitFileState
 * @param stamp checksum of the files that it last took over from us
 * @param own files of ours that are there
 * @param links all interfaces
 * @param addresses of global scope with prefix length, by interface
 * @param routes by interface, as {@code ip route} shows them without the interface
 * @param networkFiles the file from which networkd sets an interface up
 * @param ifupdown the file in which ifupdown has an interface
 * @param networkManager the state that NetworkManager gives an interface
 */
record InterfaceState(
        String load,
        String active,
        String boots,
        String stamp,
        List<String> own,
        Map<String, Link> links,
        Map<String, List<String>> addresses,
        Map<String, List<String>> routes,
        Map<String, String> networkFiles,
        Map<String, String> ifupdown,
        Map<String, String> networkManager) {
    /** One interface. */
    record Link(int mtu, boolean carrier) {}

    InterfaceState {
        requireNonNull(load, "load");
        requireNonNull(active, "active");
        requireNonNull(boots, "boots");
        requireNonNull(stamp, "stamp");
        own = List.copyOf(own);
        links = Map.copyOf(links);
        addresses = Map.copyOf(addresses);
        routes = Map.copyOf(routes);
        networkFiles = Map.copyOf(networkFiles);
        ifupdown = Map.copyOf(ifupdown);
        networkManager = Map.copyOf(networkManager);
    }

    static InterfaceState parse(Output output) {
        Map<String, String> networkd = new HashMap<>();
        List<String> own = new ArrayList<>();
        Map<String, Link> links = new TreeMap<>();
        Map<String, List<String>> addresses = new TreeMap<>();
        Map<String, List<String>> routes = new TreeMap<>();
        Map<String, Map<String, String>> byInterface = new HashMap<>();
        String stamp = "";
        for (String line : output.stdout().lines().toList()) {
            String kind = line.split(" ", 2)[0];
            String rest = line.substring(kind.length()).strip();
            switch (kind) {
                case "networkd" -> pair(rest, '=', networkd::put);
                case "stamp" -> stamp = rest;
                case "own" -> own.add(rest);
                case "link" -> link(rest).ifPresent(link -> links.put(link.getKey(), link.getValue()));
                case "address" -> address(rest, addresses);
                case "route" ->
                    pair(rest, ' ', (device, route) -> routes.computeIfAbsent(device, name -> new ArrayList<>())
                            .add(route));
                default ->
                    pair(rest, ' ', (device, value) -> byInterface
                            .computeIfAbsent(kind, name -> new TreeMap<>())
                            .putIfAbsent(device, value));
            }
        }
        return new InterfaceState(
                networkd.getOrDefault("LoadState", ""),
                networkd.getOrDefault("ActiveState", ""),
                networkd.getOrDefault("UnitFileState", ""),
                stamp,
                own,
                links,
                addresses,
                routes,
                byInterface.getOrDefault("file", Map.of()),
                byInterface.getOrDefault("ifupdown", Map.of()),
                byInterface.getOrDefault("manager", Map.of()));
    }

    /** Whether networkd runs now and after the next boot. */
    boolean isOn() {
        return active.equals("active") && boots.startsWith("enabled");
    }

    private static void pair(String text, char separator, BiConsumer<String, String> take) {
        int at = text.indexOf(separator);
        if (at > 0) {
            take.accept(text.substring(0, at), text.substring(at + 1).strip());
        }
    }

    /** {@code 3: swp1.200@swp1: <BROADCAST,UP,LOWER_UP> mtu 1500 ...} */
    private static Optional<Map.Entry<String, Link>> link(String text) {
        String[] words = text.split("\\s+");
        if (words.length < 5 || !words[3].equals("mtu") || !words[4].matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        String name = words[1].replaceFirst("(@.*)?:$", "");
        boolean carrier = List.of(words[2].replaceAll("[<>]", "").split(",")).contains("LOWER_UP");
        return Optional.of(Map.entry(name, new Link(Integer.parseInt(words[4]), carrier)));
    }

    /** {@code 3: fab0    inet 10.64.0.12/25 brd ...} */
    private static void address(String text, Map<String, List<String>> addresses) {
        String[] words = text.split("\\s+");
        if (words.length > 3 && words[2].startsWith("inet")) {
            addresses.computeIfAbsent(words[1], name -> new ArrayList<>()).add(words[3]);
        }
    }
}
