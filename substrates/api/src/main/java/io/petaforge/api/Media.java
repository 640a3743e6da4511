package io.petaforge.api;

/** What a drive is made of; Ceph's device classes have the same names in lower case. */
public enum Media {
    NVME,
    SSD,
    HDD;

    /** Ceph's device class. */
    public String deviceClass() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
