package io.petaforge.api;

import java.util.Optional;

/** The capability of serving operating system packages to machines that have no way to a public mirror. */
public interface PackageMirror {
    /**
     * Serves packages until the substrate is closed.
     *
     * @return one line for an apt sources file, reachable from the machines' out-of-band network; empty when the
     *     machines reach a mirror by themselves
     */
    Optional<String> serveAptSource(String cluster);
}
