package io.petaforge.maas;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.petaforge.api.ClusterStore;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.nio.file.Path;

/** The record and the keys of a cluster's machines. */
final class MaasStore extends ClusterStore<MaasRecord> {
    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT);

    MaasStore(Path root) {
        super(root, "maas", "machines.json");
    }

    @Override
    protected String text(MaasRecord found) throws IOException {
        return JSON.writeValueAsString(found);
    }

    @Override
    protected MaasRecord parse(String text) throws IOException {
        MaasRecord found;
        try {
            found = JSON.readValue(text, MaasRecord.class);
        } catch (IOException e) {
            throw new IOException(e.getClass().getSimpleName(), e);
        }
        if (found.format() != MaasRecord.FORMAT) {
            throw new IOException("it is of format " + found.format());
        }
        return found;
    }

    @Override
    protected Problem unreadable(Path record, String why) {
        return Problem.of(
                "PF-MAAS-031",
                "The record of the machines that the cluster holds, " + record + ", cannot be read (" + why + ").",
                "Restore it, or move it away: machines that MAAS holds under the cluster's name are then orphans to adopt or release.");
    }
}
