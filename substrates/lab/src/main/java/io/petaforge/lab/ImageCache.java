package io.petaforge.lab;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The root filesystem layers, each built once and then only read. The builds run under a lock that the build itself
 * holds, so one that outlives its caller is waited for rather than doubled, and they finish with a rename.
 */
final class ImageCache {
    private final Commands commands;
    private final LabPaths paths;
    private final ImageRecipe recipe;

    ImageCache(Commands commands, LabPaths paths, ImageRecipe recipe) {
        this.commands = commands;
        this.paths = paths;
        this.recipe = recipe;
    }

    boolean has(String layer) {
        return Files.isDirectory(paths.layers().resolve(layer));
    }

    /** Whether the layer and the packages it was installed from are both there. */
    boolean hasWithPackages(String layer) {
        return has(layer) && Files.isRegularFile(repository(layer).resolve("Packages"));
    }

    /** The flat apt repository that the prepared layer was installed from. */
    Path repository(String preparedLayer) {
        return paths.layers().resolve(preparedLayer + ".debs");
    }

    /** Builds the base layer when it is missing. */
    void needBase(Progress progress) {
        String layer = recipe.baseLayer();
        if (has(layer)) {
            return;
        }
        Path files = paths.layers().resolve(layer + ".recipe");
        try {
            Files.createDirectories(files);
            for (String name : ImageRecipe.files()) {
                FileWriting.replace(files.resolve(name), ImageRecipe.file(name), FileWriting.READABLE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the recipe of the lab's root filesystem", e);
        }
        List<String> arguments = new ArrayList<>(List.of(
                paths.layers().toString(),
                layer,
                recipe.release(),
                files.toString(),
                String.join(",", ImageRecipe.basePackages())));
        aptSources().forEach(source -> arguments.add(source.toString()));
        build("build-base.sh", layer, arguments, progress);
    }

    /** Builds the layer with Ceph and Java, and its package repository, when either is missing. */
    void needPrepared(Progress progress) {
        String layer = recipe.preparedLayer();
        if (hasWithPackages(layer)) {
            return;
        }
        needBase(progress);
        List<String> arguments = new ArrayList<>(List.of(paths.layers().toString(), recipe.baseLayer(), layer));
        arguments.addAll(ImageRecipe.preparedPackages());
        build("build-prepared.sh", layer, arguments, progress);
    }

    /** This machine's own package sources of its own release; others would not resolve inside the hosts. */
    List<Path> aptSources() {
        return commands.require(
                        List.of(
                                "apt-get",
                                "indextargets",
                                "--format",
                                "$(RELEASE) $(SOURCESENTRY)",
                                "Created-By: Packages"),
                        "")
                .lines()
                .map(line -> line.split(" ", 2))
                .filter(line -> line.length == 2 && line[0].startsWith(recipe.release()))
                .map(line -> Path.of(line[1].replaceFirst(":\\d+$", "")))
                .distinct()
                .toList();
    }

    private void build(String script, String layer, List<String> arguments, Progress progress) {
        Path log = paths.layers().resolve(layer + ".log");
        Path copy = paths.layers().resolve(layer + "." + script);
        try {
            Files.createDirectories(paths.layers());
            FileWriting.replace(copy, ImageRecipe.file(script), FileWriting.READABLE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the cache " + paths.layers(), e);
        }
        List<String> command = new ArrayList<>(List.of(
                "flock",
                paths.layers().resolve("build.lock").toString(),
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                copy.toString()));
        command.addAll(arguments);
        List<String> said = new ArrayList<>();
        Commands.Result result = commands.follow(command, line -> {
            if (line.startsWith("progress: ")) {
                progress.report(line.substring("progress: ".length()));
            } else {
                said.add(line);
            }
        });
        try {
            FileWriting.replace(log, FileWriting.lines(said) + result.errors(), FileWriting.READABLE);
            if (result.ok()) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + log, e);
        }
        if (!result.ok()) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-LAB-016",
                            "The root filesystem of the lab's hosts could not be built: "
                                    + lastError(result.errors(), said),
                            "Check that this machine's own 'apt-get update' works and that the package sources have "
                                    + "Ceph and FRR (on Ubuntu: the component universe); the whole log is in " + log
                                    + "."));
        }
    }

    /** The first line that a package tool marks as an error, or the last that was said at all. */
    private static String lastError(String errors, List<String> said) {
        List<String> all = Stream.concat(errors.lines(), said.stream())
                .filter(line -> !line.isBlank())
                .toList();
        return Stream.of("dpkg: error", "E: ", "error")
                .flatMap(mark -> all.stream().filter(line -> line.contains(mark)))
                .findFirst()
                .orElse(all.isEmpty() ? "no message" : all.get(all.size() - 1));
    }
}
