package io.petaforge.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kernel's network objects of a lab: finds, makes and removes them. */
final class LabNetwork {
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final Path ROOT_LINKS = Path.of("/sys/class/net");
    /** A line of {@code ip -oneline link}: "7: fab0@if6: <BROADCAST,...". */
    private static final Pattern LINK = Pattern.compile("^\\d+: ([^:@]+)[:@]");

    private final Commands commands;

    LabNetwork(Commands commands) {
        this.commands = commands;
    }

    /** Makes what is missing, in one call. */
    void make(LabRecord lab) {
        NetworkBatch.Existing existing = existing(lab);
        Map<String, List<String>> loose = NetworkBatch.loose(lab, existing);
        if (!loose.isEmpty()) {
            loose.forEach(this::unplug);
            existing = existing(lab);
        }
        commands.require(List.of("ip", "-batch", "-"), FileWriting.lines(NetworkBatch.creation(lab, existing)));
    }

    /**
     * Takes cables away by their ports in one namespace. A namespace that is deleted does not do it at once: connections
     * that nobody answers any more keep it alive for minutes, and its cables with it.
     */
    void unplug(String namespace, List<String> ports) {
        String batch = FileWriting.lines(
                ports.stream().map(port -> "link delete dev " + port).toList());
        commands.run(List.of("ip", "-force", "-netns", namespace, "-batch", "-"), batch);
    }

    /** What exists of a lab; looks into a namespace only when it is there. */
    NetworkBatch.Existing existing(LabRecord lab) {
        Set<String> namespaces = namespaces(lab.cluster());
        Set<String> links = new HashSet<>();
        rootLinks(lab.network()).forEach(link -> links.add("/" + link));
        for (String namespace : namespaces) {
            commands.require(List.of("ip", "-netns", namespace, "-oneline", "link"), "")
                    .lines()
                    .map(LINK::matcher)
                    .filter(Matcher::find)
                    .forEach(link -> links.add(namespace + "/" + link.group(1)));
        }
        return new NetworkBatch.Existing(namespaces, links);
    }

    /** Namespaces that carry the cluster's name. */
    Set<String> namespaces(String cluster) {
        return names(NAMESPACES, Pattern.quote(Naming.namespacePrefix(cluster)) + ".+");
    }

    /** The bridge and its ports in the root namespace. */
    Set<String> rootLinks(int network) {
        return names(ROOT_LINKS, Naming.bridge(network) + "(v\\d+)?");
    }

    /** Deletes what exists of the namespaces of a cluster, and of its bridge when its number is known. */
    void remove(Set<String> namespaces, Set<String> rootLinks) {
        if (!namespaces.isEmpty() || !rootLinks.isEmpty()) {
            String batch = FileWriting.lines(NetworkBatch.deletion(namespaces, rootLinks));
            commands.run(List.of("ip", "-force", "-batch", "-"), batch);
        }
    }

    /** Pulls all of a machine's cables that its own namespace knows. */
    void linksDown(String cluster, LabPaths.HostPaths host, LabMachine machine) {
        commands.run(
                List.of(
                        "ip",
                        "-force",
                        "-netns",
                        Naming.namespace(cluster, machine.id()),
                        "-batch",
                        host.setting(HostFiles.LINKS_DOWN).toString()),
                "");
    }

    private static Set<String> names(Path directory, String pattern) {
        Pattern name = Pattern.compile(pattern);
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(entry -> name.matcher(entry).matches())
                    .collect(Collectors.toSet());
        } catch (NoSuchFileException e) {
            return Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }
}
