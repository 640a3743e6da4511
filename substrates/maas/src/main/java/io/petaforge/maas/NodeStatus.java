package io.petaforge.maas;

/** MAAS's states of a machine, by its numbers. Names come with the machine; decisions are made on these. */
enum NodeStatus {
    NEW(0),
    COMMISSIONING(1),
    FAILED_COMMISSIONING(2),
    MISSING(3),
    READY(4),
    RESERVED(5),
    DEPLOYED(6),
    RETIRED(7),
    BROKEN(8),
    DEPLOYING(9),
    ALLOCATED(10),
    FAILED_DEPLOYMENT(11),
    RELEASING(12),
    FAILED_RELEASING(13),
    DISK_ERASING(14),
    FAILED_DISK_ERASING(15),
    TESTING(21),
    FAILED_TESTING(22),
    /** Rescue mode and whatever later versions add. */
    OTHER(-1);

    private final int number;

    NodeStatus(int number) {
        this.number = number;
    }

    static NodeStatus of(int number) {
        for (NodeStatus status : values()) {
            if (status.number == number) {
                return status;
            }
        }
        return OTHER;
    }

    /** Whether a machine in it is on its way to be free, and gets there without anybody's help. */
    boolean isLeaving() {
        return this == RELEASING || this == DISK_ERASING;
    }
}
