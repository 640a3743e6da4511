package io.petaforge.workload.result;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The S3A settings that the probe decides on or that can lose data. None of them is a secret. */
public final class S3aKeys {
    public static final String COMMITTER = "fs.s3a.committer.name";
    public static final String COMMITTER_FACTORY = "mapreduce.outputcommitter.factory.scheme.s3a";
    public static final String SIGNING = "fs.s3a.signing-algorithm";
    public static final String CONDITIONAL_CREATE = "fs.s3a.create.conditional.enabled";
    public static final String STREAM_TYPE = "fs.s3a.input.stream.type";
    public static final String MULTI_DELETE = "fs.s3a.multiobjectdelete.enable";
    public static final String PATH_STYLE = "fs.s3a.path.style.access";
    public static final String MULTIPART = "fs.s3a.multipart.uploads.enabled";
    public static final String UPLOAD_CHECKSUM = "fs.s3a.create.checksum.algorithm";
    public static final String CHECKSUM_GENERATION = "fs.s3a.checksum.generation";
    public static final String REGION = "fs.s3a.endpoint.region";

    /** All of them. */
    public static final List<String> ALL = List.of(
            COMMITTER,
            COMMITTER_FACTORY,
            SIGNING,
            CONDITIONAL_CREATE,
            STREAM_TYPE,
            MULTI_DELETE,
            PATH_STYLE,
            MULTIPART,
            UPLOAD_CHECKSUM,
            CHECKSUM_GENERATION,
            REGION);

    private S3aKeys() {}

    /** Those that a configuration sets, with their values. */
    public static Map<String, String> read(Lookup configuration) {
        Map<String, String> found = new TreeMap<>();
        for (String key : ALL) {
            String value = configuration.get(key);
            if (value != null && !value.isEmpty()) {
                found.put(key, value);
            }
        }
        return found;
    }

    /** A configuration. */
    @FunctionalInterface
    public interface Lookup {
        /** The value, or null when it is not set. */
        @Nullable
        String get(String key);
    }
}
