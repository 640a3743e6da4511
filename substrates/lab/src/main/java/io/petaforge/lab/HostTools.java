package io.petaforge.lab;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The programs that the lab runs on this machine, and the Debian packages that have them. */
final class HostTools {
    /** Hosts can be booted without it. */
    private static final String OPTIONAL = "systemd-container";

    private static final List<Path> PLACES =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/bin"));

    private final Commands commands;

    HostTools(Commands commands) {
        this.commands = commands;
    }

    /** Program to package; the same names in Debian and Ubuntu. */
    static Map<String, String> packages() {
        Map<String, String> packages = new LinkedHashMap<>();
        packages.put("ip", "iproute2");
        packages.put("tc", "iproute2");
        packages.put("systemd-nspawn", OPTIONAL);
        packages.put("mmdebstrap", "mmdebstrap");
        packages.put("losetup", "mount");
        packages.put("mount", "mount");
        packages.put("nsenter", "util-linux");
        packages.put("unshare", "util-linux");
        packages.put("setsid", "util-linux");
        packages.put("flock", "util-linux");
        return packages;
    }

    static boolean present(String program) {
        return PLACES.stream().anyMatch(place -> Files.isExecutable(place.resolve(program)));
    }

    /** Packages whose programs are missing, sorted. */
    static List<String> missingPackages() {
        TreeSet<String> missing = new TreeSet<>();
        packages().forEach((program, name) -> {
            if (!present(program)) {
                missing.add(name);
            }
        });
        return List.copyOf(missing);
    }

    /** Installs what is missing with this machine's apt. */
    void install(Progress progress) {
        List<String> missing = missingPackages();
        if (missing.isEmpty()) {
            return;
        }
        progress.report("installing " + String.join(", ", missing));
        List<String> install = new ArrayList<>(List.of(
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "--quiet",
                "--yes",
                "--no-install-recommends",
                "install"));
        install.addAll(missing);
        if (commands.run(install, "").ok()) {
            return;
        }
        commands.run(List.of("apt-get", "--quiet", "update"), "");
        Commands.Result second = commands.run(install, "");
        List<String> still = missingPackages();
        if (still.equals(List.of(OPTIONAL))) {
            progress.report("no systemd-nspawn to be had: hosts are booted without it");
        } else if (!second.ok()) {
            throw new PetaforgeException(
                    ExitCode.PREFLIGHT,
                    Problem.of(
                            "PF-LAB-002",
                            "The lab needs the packages " + String.join(", ", missing)
                                    + ", and apt could not install them: "
                                    + second.errors().strip(),
                            "Install them by hand: apt-get install " + String.join(" ", missing)));
        }
    }
}
