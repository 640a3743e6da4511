package io.petaforge.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The ports of machines that run while cables are added to them or taken away. */
final class LabLinks {
    private final Commands commands;
    private final LabPaths paths;
    private final Supervisors supervisors;

    LabLinks(Commands commands, LabPaths paths, Supervisors supervisors) {
        this.commands = commands;
        this.paths = paths;
        this.supervisors = supervisors;
    }

    /**
     * Brings the ports up that were plugged in since a running machine was switched on, and tells its power switch of them.
     * What it knew is replaced last, so that a run that is cut short is continued by the next.
     */
    void refresh(LabRecord lab) {
        for (LabMachine machine : lab.machines()) {
            if (supervisors.isOn(lab.cluster(), machine.id())) {
                refresh(lab, machine);
            }
        }
    }

    private void refresh(LabRecord lab, LabMachine machine) {
        LabPaths.HostPaths host = paths.host(lab.cluster(), machine.id());
        List<String> up = NetworkBatch.up(lab, machine);
        Path known = host.setting(HostFiles.LINKS_UP);
        try {
            if (up.equals(lines(known))) {
                return;
            }
            String namespace = Naming.namespace(lab.cluster(), machine.id());
            commands.require(List.of("ip", "-netns", namespace, "-batch", "-"), FileWriting.lines(up));
            List<String> shape = NetworkBatch.shaping(lab, machine);
            if (!shape.isEmpty()) {
                commands.require(List.of("tc", "-netns", namespace, "-batch", "-"), FileWriting.lines(shape));
            }
            FileWriting.replaceLines(host.setting(HostFiles.LINKS_DOWN), NetworkBatch.down(lab, machine));
            FileWriting.replaceLines(host.setting(HostFiles.SHAPE), shape);
            FileWriting.replaceLines(known, up);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the files of " + machine.id(), e);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
