package io.petaforge.bmc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Another client than petaforge's, as a second opinion on what a simulated controller says. */
public final class FreeIpmi {
    private FreeIpmi() {}

    /** The power state behind a port of this machine: on or off. It cannot get at ipmi_sim's privilege level otherwise. */
    public static String power(int port) throws IOException, InterruptedException {
        Path login = Files.createTempFile(
                "freeipmi",
                ".conf",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(login, "username " + IpmiSimulators.USER + "\npassword " + IpmiSimulators.PASSWORD + "\n");
        try {
            Process process = new ProcessBuilder(
                            "ipmipower",
                            "--config-file=" + login,
                            "-D",
                            "LAN_2_0",
                            "-h",
                            "127.0.0.1:" + port,
                            "-I",
                            "3",
                            "-W",
                            "opensesspriv",
                            "--stat")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output.strip().replaceFirst(".*: ", "");
        } finally {
            Files.delete(login);
        }
    }
}
