package io.petaforge.cloud.openstack;

import java.nio.file.Path;

/** A run of its own process, to be killed: {@code acquire DIRECTORY CLOUD} or {@code release DIRECTORY CLOUD}. */
final class Victim {
    private Victim() {}

    public static void main(String[] arguments) {
        try (OpenStackSubstrate substrate = Zoo.substrate(KilledRunsIT.SETTINGS, arguments[2], Path.of(arguments[1]))) {
            if (arguments[0].equals("acquire")) {
                substrate.acquire(KilledRunsIT.REQUEST, message -> {});
            } else {
                substrate.release(KilledRunsIT.REQUEST.cluster(), message -> {});
            }
        }
    }
}
