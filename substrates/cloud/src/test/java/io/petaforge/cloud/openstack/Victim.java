package io.petaforge.cloud.openstack;

import java.nio.file.Path;

/** A run of its own process, to be killed: {@code acquire DIRECTORY} or {@code release DIRECTORY}. */
final class Victim {
    private Victim() {}

    public static void main(String[] arguments) {
        try (OpenStackSubstrate substrate =
                Zoo.substrate(Zoo.settings("debian-12", "10.63.0.0/24"), "petaforge", Path.of(arguments[1]))) {
            if (arguments[0].equals("acquire")) {
                substrate.acquire(Zoo.request("killed", 1, "zone-a", "zone-b"), System.out::println);
            } else {
                substrate.release("killed", System.out::println);
            }
        }
    }
}
