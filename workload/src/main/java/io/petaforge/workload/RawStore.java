package io.petaforge.workload;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One bucket through the raw S3 client of the distribution: version 1 of the AWS SDK where Hadoop is 3.3, which has no
 * other, else version 2. Safe for use by several threads; every failure of the client is an IOException.
 */
interface RawStore extends AutoCloseable {
    /** To be connected within. */
    Duration CONNECT = Duration.ofSeconds(5);
    /** What one request may take: a stuck OSD must show, not hang. */
    Duration PATIENCE = Duration.ofSeconds(30);
    /** What a single multi-delete may name. */
    int DELETE_PAGE = 1000;

    /** What a GET gave. */
    record Content(long bytes, int checksum) {
        private static final int BUFFER = 128 * 1024;

        /** Reads to the end. */
        static Content of(InputStream in) throws IOException {
            CRC32C checksum = new CRC32C();
            byte[] buffer = new byte[BUFFER];
            long bytes = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                checksum.update(buffer, 0, n);
                bytes += n;
            }
            return new Content(bytes, (int) checksum.getValue());
        }
    }

    /** One request of the client's, with the exceptions that are its own. */
    interface Request<T> {
        T answer() throws IOException;
    }

    /** The bucket at an endpoint, through as many connections at once and one more. */
    static RawStore open(URI endpoint, String region, String bucket, S3Keys keys, int connections) {
        try {
            return new Sdk2Store(endpoint, region, bucket, keys, connections);
        } catch (NoClassDefFoundError older) {
            return new Sdk1Store(endpoint, region, bucket, keys, connections);
        }
    }

    /** The client's name and version, for people. */
    String client();

    /** Makes the bucket unless it is there. */
    void ensureBucket() throws IOException;

    /**
     * Writes an object.
     *
     * @return the checksum of what was sent; a retry begins the same bytes anew, so the last stream counts
     */
    int put(String key, RowStream rows) throws IOException;

    Content get(String key) throws IOException;

    /** Leaves a small object; not an empty one, which the default signing over plain HTTP cannot write to this gateway. */
    void mark(String key) throws IOException;

    /** Objects below a prefix, one page of them at most. */
    int count(String prefix) throws IOException;

    void delete(List<String> keys) throws IOException;

    @Override
    void close();
}
