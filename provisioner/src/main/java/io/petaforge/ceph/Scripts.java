package io.petaforge.ceph;

import io.petaforge.api.Secret;
import io.petaforge.remote.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The constant programs that run on the hosts, read from this package's resources. */
enum Scripts {
    /** Commands to the monitors over one connection. */
    CLUSTER("cluster.py"),
    /** The end of OSDs that were purged. */
    FORGET_OSD("forget-osd.sh"),
    /** The store of a monitor. */
    MON("mon.sh"),
    /** The directories and BlueStores of a host's OSDs. */
    OSD("osd.py"),
    /** What the drives of OSDs say of their keys. */
    OSD_LABEL("osd-label.sh"),
    /** Packages, without starting daemons. */
    PACKAGES("packages.sh"),
    /** A minimal S3 client. */
    S3("s3.py"),
    /** Other keys for the S3 user. */
    USER_KEYS("user-keys.py");

    private final boolean python;
    private final String text;

    Scripts(String resource) {
        this.python = resource.endsWith(".py");
        this.text = read(resource);
    }

    private static String read(String resource) {
        try (InputStream in = Scripts.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program " + resource + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program with these parameters. */
    Command with(List<String> parameters) {
        if (!python) {
            return Command.script(text, parameters);
        }
        List<String> argv = new ArrayList<>(List.of("python3", "-c", text));
        argv.addAll(parameters);
        return Command.of(argv);
    }

    /** The program without parameters, fed with this input. */
    Command fed(Secret input) {
        return with(List.of()).withStdin(input);
    }
}
