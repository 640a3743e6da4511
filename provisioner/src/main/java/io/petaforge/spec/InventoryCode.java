package io.petaforge.spec;

import java.util.Locale;

/** What can be wrong with an inventory. Numbers are never reused: people search for them. */
enum InventoryCode {
    /** The file is absent, unreadable or not text. */
    FILE(1),
    /** The text is not YAML. */
    SYNTAX(2),
    /** The file says nothing. */
    EMPTY(3),
    /** The file is of another inventory version. */
    VERSION(4),

    DUPLICATE_KEY(10),
    UNKNOWN_KEY(11),
    MISSING_KEY(12),
    /** A mapping where a list belongs, and so on. */
    WRONG_SHAPE(13),
    /** A key with nothing behind it. */
    NO_VALUE(14),

    /** Not a whole number, or one out of range. */
    NUMBER(20),
    /** A size, rate, throughput, drive or protection that cannot be read, most often for its unit. */
    UNIT(21),
    /** None of the words that are known here. */
    WORD(22),
    /** Not a name that hosts, buckets or users can have. */
    NAME(23),
    /** Something is listed twice. */
    TWICE(24),
    /** Not an IP prefix, or not one for this purpose. */
    ADDRESS(25),
    /** A path, URL, checksum or host key that is not one. */
    REFERENCE(26),

    /** A secret written into the file. */
    INLINE_SECRET(30),
    /** A secret's reference leads to nothing. */
    SECRET_ABSENT(31),

    /** The field knows it, this version of petaforge does not build it. */
    NOT_BUILT(40),
    /** No substrate, or more than one. */
    SUBSTRATE(41),
    /** The hosts of a fixed substrate and the machine groups differ. */
    HOSTS_DIFFER(42),
    /** The substrate is told of a machine group that the inventory does not have. */
    UNKNOWN_GROUP(43),
    /** Nothing says where in the cloud a rack is. */
    UNPLACED_RACK(44),
    /** The substrate is told of a rack that no machine stands in. */
    UNKNOWN_RACK(45),
    /** Machines that may be taken back hold what must not be lost. */
    SPOT(46),

    /** No group has a role that every cluster needs. */
    ROLE_MISSING(50),
    /** More daemons than machines that may run them. */
    TOO_FEW_MACHINES(51),
    /** An even number of monitors. */
    EVEN_MONS(52),
    /** A role without its drives, or drives without their role. */
    VOLUMES(53),
    /** More racks than machines. */
    EMPTY_RACK(54),

    /** Fewer racks or hosts than copies or chunks. */
    FAILURE_DOMAINS(60),
    /** A protection that loses data with one drive, without the owner's word. */
    DATA_LOSS(67),
    /** More machines than the racks hold. */
    RACKS_FULL(56),
    /** Keys of the network that do not go with its design, or a design that does not go with the substrate. */
    NETWORK(58),
    /** AS numbers that somebody else uses. */
    ASNS_TAKEN(57),
    /** All monitors in one rack, where there are more. */
    MON_RACKS(55),
    /** The loopback range cannot hold the cluster. */
    RANGE_TOO_SMALL(61),
    /** Executor, worker and machine do not fit into one another. */
    EXECUTOR(62),
    /** Versions that were never released to work together. */
    VERSIONS(63),
    /** The verification's data does not fit. */
    VERIFY_DATA(64),
    /** An inventory without machines cannot be built, one with machines asks no question. */
    QUESTION(65),
    /** Something of the catalogue that nothing refers to. */
    UNUSED(66),

    /** A setting that petaforge writes itself, or that loses data. */
    SETTING(70);

    private final int number;

    InventoryCode(int number) {
        this.number = number;
    }

    /** As printed, such as {@code PF-INV-011}. */
    String text() {
        return String.format(Locale.ROOT, "PF-INV-%03d", number);
    }
}
