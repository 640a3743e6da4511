package io.petaforge.bmc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Programs that the tests against real servers need. */
final class Packages {
    private static final List<String> PLACES = List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin");

    private Packages() {}

    /** Installs the packages of programs that are missing, as root; says whether all programs are there afterwards. */
    static boolean present(Map<String, String> programs) throws IOException, InterruptedException {
        TreeSet<String> missing = new TreeSet<>();
        programs.forEach((program, name) -> {
            if (!has(program)) {
                missing.add(name);
            }
        });
        if (missing.isEmpty()) {
            return true;
        }
        List<String> install =
                new ArrayList<>(List.of("apt-get", "--quiet", "--yes", "--no-install-recommends", "install"));
        install.addAll(missing);
        if (!apt(install)) {
            apt(List.of("apt-get", "--quiet", "update"));
            apt(install);
        }
        return programs.keySet().stream().allMatch(Packages::has);
    }

    static boolean has(String program) {
        return PLACES.stream().anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private static boolean apt(List<String> command) throws InterruptedException {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            Process process = builder.start();
            return process.waitFor(10, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
