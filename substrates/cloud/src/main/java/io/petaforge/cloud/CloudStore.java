package io.petaforge.cloud;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.petaforge.api.ClusterStore;
import io.petaforge.api.Problem;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a cloud driver keeps of each cluster; the record is JSON.
 *
 * @param <R> the record, of simple types
 */
public final class CloudStore<R> extends ClusterStore<R> {
    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT);

    private final Class<R> type;

    /**
     * A place; nothing is read or written yet.
     *
     * @param root the directory of all clusters
     * @param driver name of the directory in each cluster's
     */
    public CloudStore(Path root, String driver, Class<R> type) {
        super(root, driver, "record.json");
        this.type = type;
    }

    @Override
    protected String text(R found) throws IOException {
        return JSON.writeValueAsString(found);
    }

    @Override
    protected R parse(String text) throws IOException {
        try {
            return JSON.readValue(text, type);
        } catch (IOException e) {
            throw new IOException(e.getClass().getSimpleName(), e);
        }
    }

    @Override
    protected Problem unreadable(Path record, String why) {
        return Problem.of(
                "PF-CLOUD-001",
                "The record of what the cluster holds in the cloud, " + record + ", cannot be read (" + why + ").",
                "Restore it, or move it away: what the cloud holds under the cluster's name is then found as orphans to"
                        + " release.");
    }
}
