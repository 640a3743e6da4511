package io.petaforge.cloud.aws;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What EC2 counts an account's vCPUs by: families of instance types, each apart for the full price and for spare capacity.
 * The codes are those of Service Quotas for the service {@code ec2}, the same in all regions. Pure.
 */
enum QuotaKind {
    STANDARD(
            "L-1216C47A",
            "L-34B43A08",
            "Standard (A, C, D, H, I, M, R, T, Z)",
            "a",
            "c",
            "d",
            "h",
            "i",
            "m",
            "r",
            "t",
            "z"),
    X("L-7295265B", "L-E3A00192", "X", "x"),
    G("L-DB2E81BA", "L-3819A6DF", "G and VT", "g", "gr", "vt"),
    P("L-417A185B", "L-7212CCBC", "P", "p"),
    F("L-74FC7D96", "L-88CF9481", "F", "f"),
    INF("L-1945791B", "L-B5D1601B", "Inf", "inf"),
    TRN("L-2C3B7624", "L-6B0D517C", "Trn", "trn"),
    DL("L-6E869C2A", "L-85EED4F7", "DL", "dl");

    private final String onDemand;
    private final String spot;
    private final String words;
    private final List<String> families;

    QuotaKind(String onDemand, String spot, String words, String... families) {
        this.onDemand = onDemand;
        this.spot = spot;
        this.words = words;
        this.families = List.of(families);
    }

    /** The kind of a type such as {@code m6i.4xlarge}; empty for families that are counted in other ways. */
    static Optional<QuotaKind> of(String type) {
        String family = type.split("[^a-z]", 2)[0];
        // im4gn, is4gen and trn1 begin with other letters than their families' names.
        String known = family.equals("im") || family.equals("is") ? "i" : family;
        return Arrays.stream(values())
                .filter(kind -> kind.families.contains(known))
                .findFirst();
    }

    String code(boolean asSpot) {
        return asSpot ? spot : onDemand;
    }

    /** As the console of Service Quotas calls it. */
    String title(boolean asSpot) {
        return asSpot ? "All " + words + " Spot Instance Requests" : "Running On-Demand " + words + " instances";
    }
}
