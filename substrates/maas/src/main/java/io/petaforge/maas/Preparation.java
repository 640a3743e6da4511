package io.petaforge.maas;

import java.util.List;

/** What must be done to chosen machines while they are still free: MAAS allows it in no other state. */
final class Preparation {
    private final Maas maas;

    Preparation(Maas maas) {
        this.maas = maas;
    }

    /**
     * Overrides failed tests and sets the storage layout where that is needed. It takes nothing: a machine that is prepared
     * and then not taken has another layout, and is as free as before.
     *
     * @throws MaasFailure the first of those that were refused
     */
    void prepare(List<Pick> picks) {
        List<Pick> unfit = picks.stream()
                .filter(pick -> pick.drives().layout() || pick.node().status() == NodeStatus.FAILED_TESTING)
                .toList();
        Pipeline.all(unfit, pick -> {
            String id = pick.node().id();
            if (pick.node().status() == NodeStatus.FAILED_TESTING) {
                maas.operate(id, "override_failed_testing", "petaforge was told to accept failed tests");
            }
            if (pick.drives().layout()) {
                int boot = pick.drives().boot().id();
                // In this order: a flat layout leaves an empty partition table on the boot drive, which must not be
                // another.
                maas.setBootDrive(id, boot);
                maas.setFlatLayout(id, boot);
            }
            return id;
        });
    }
}
