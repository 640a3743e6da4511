package io.petaforge.lab;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the hosts' root filesystems are made of. A layer's name is a digest of everything that goes into it except the
 * packages' versions, so a changed recipe makes a new layer and an unchanged one is found in the cache.
 */
record ImageRecipe(String release, String architecture) {
    private static final String DIRECTORY = "image/";
    /** Raised when the build changes in a way that its inputs do not show. */
    private static final String VERSION = "1";

    /** Files of the recipe that the base layer's build reads. */
    static Set<String> files() {
        Set<String> names = new TreeSet<>(Set.of("install.txt", "masked-units.txt", "masked-generators.txt"));
        Resources.lines(DIRECTORY + "install.txt").forEach(line -> names.add(line.split(" ")[2]));
        return names;
    }

    static String file(String name) {
        return Resources.text(DIRECTORY + name);
    }

    static List<String> basePackages() {
        return Resources.lines(DIRECTORY + "base-packages.txt");
    }

    static List<String> preparedPackages() {
        return Resources.lines(DIRECTORY + "prepared-packages.txt");
    }

    /** The layer with the operating system, sshd and FRR. */
    String baseLayer() {
        StringBuilder input = new StringBuilder(VERSION + "\n" + release + "\n" + architecture + "\n");
        input.append(file("build-base.sh")).append(basePackages());
        files().forEach(name -> input.append(name).append('\n').append(file(name)));
        return "base-" + release + "-" + Naming.digest(input.toString()).substring(0, 16);
    }

    /** The layer with Ceph and Java over it. */
    String preparedLayer() {
        String input = baseLayer() + file("build-prepared.sh") + preparedPackages();
        return "prepared-" + release + "-" + Naming.digest(input).substring(0, 16);
    }
}
