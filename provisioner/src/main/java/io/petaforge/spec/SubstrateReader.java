package io.petaforge.spec;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads {@code substrate}. */
final class SubstrateReader {
    private static final String CHOOSE = "Write 'lab: {}' below it: machines made on this one.";

    private SubstrateReader() {}

    /** The substrate; a lab where it cannot be read. */
    static SubstrateSpec read(Fields top, Path directory, Problems problems) {
        SubstrateSpec standIn = new SubstrateSpec.Lab();
        Optional<Cursor> section = top.require("substrate", CHOOSE);
        if (section.isEmpty()) {
            return standIn;
        }
        Map<String, Cursor> entries = section.get().entries();
        int chosen = entries.size();
        String path = top.path("substrate");
        Fields fields = Fields.of("substrate", path, entries, problems);
        if (chosen == 0 && problems.certain(path)) {
            problems.unreadable(InventoryCode.SUBSTRATE, path, "no substrate is chosen", CHOOSE);
        }
        if (chosen > 1) {
            problems.unreadable(
                    InventoryCode.SUBSTRATE, path, "more than one substrate is chosen", "Keep exactly one of them.");
            return standIn;
        }
        fields.get("lab").filter(lab -> !lab.isBlank()).ifPresent(lab -> lab.fields("substrate.lab"));
        if (fields.has("planned")) {
            fields.get("planned")
                    .filter(planned -> !planned.isBlank())
                    .ifPresent(planned -> planned.fields("substrate.planned"));
            return new SubstrateSpec.Planned();
        }
        if (fields.has("bmc")) {
            return fields.get("bmc")
                    .<SubstrateSpec>map(cursor -> BmcReader.read(cursor, directory, problems))
                    .orElse(standIn);
        }
        if (fields.has("openstack")) {
            return fields.get("openstack")
                    .map(cursor -> OpenstackReader.read(cursor, directory))
                    .orElse(standIn);
        }
        if (fields.has("maas")) {
            return fields.get("maas")
                    .map(cursor -> MaasReader.read(cursor, directory))
                    .orElse(standIn);
        }
        if (fields.has("aws")) {
            return fields.get("aws")
                    .<SubstrateSpec>map(cursor -> AwsReader.read(cursor, directory))
                    .orElse(standIn);
        }
        return fields.get("fixed")
                .<SubstrateSpec>map(cursor -> FixedReader.read(cursor, directory, problems))
                .orElse(standIn);
    }
}
