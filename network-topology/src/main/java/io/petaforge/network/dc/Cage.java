package io.petaforge.network.dc;

import io.petaforge.api.BitRate;

/** Forms of pluggable ports, with the serdes lanes that each has and the fastest rate of a lane (SFF and the MSAs' documents). */
public enum Cage {
    SFP_PLUS("sfp+", 1, 10),
    SFP28("sfp28", 1, 25),
    SFP56("sfp56", 1, 50),
    SFP112("sfp112", 1, 100),
    SFP_DD("sfp-dd", 2, 50),
    QSFP_PLUS("qsfp+", 4, 10),
    QSFP28("qsfp28", 4, 25),
    QSFP56("qsfp56", 4, 50),
    QSFP112("qsfp112", 4, 100),
    QSFP_DD("qsfp-dd", 8, 50),
    QSFP_DD800("qsfp-dd800", 8, 100),
    OSFP("osfp", 8, 100);

    private final String word;
    private final int lanes;
    private final int gigabitsPerLane;

    Cage(String word, int lanes, int gigabitsPerLane) {
        this.word = word;
        this.lanes = lanes;
        this.gigabitsPerLane = gigabitsPerLane;
    }

    /** As inventories write it, such as {@code qsfp28}. */
    public String word() {
        return word;
    }

    /** Serdes lanes. */
    public int lanes() {
        return lanes;
    }

    /** The fastest port that fits. */
    public BitRate fastest() {
        return BitRate.ofGbit((long) lanes * gigabitsPerLane);
    }
}
