package io.petaforge.workload;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.zip.CRC32C;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** One bucket through the raw S3 client. Safe for use by several threads. */
final class RawStore implements AutoCloseable {
    /** What one request may take: a stuck OSD must show, not hang. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** What a single multi-delete may name. */
    private static final int DELETE_PAGE = 1000;

    private static final int BUFFER = 128 * 1024;

    /** What a GET gave. */
    record Content(long bytes, int checksum) {}

    private final S3Client client;
    private final String bucket;

    RawStore(URI endpoint, String region, String bucket, S3Keys keys, int connections) {
        this.bucket = bucket;
        client = S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(keys.access(), keys.secret())))
                .forcePathStyle(true)
                // S3A has the SDK's MD5 of every PUT off too; what is read is checksummed by ourselves.
                .serviceConfiguration(S3Configuration.builder()
                        .checksumValidationEnabled(false)
                        .build())
                .httpClientBuilder(ApacheHttpClient.builder()
                        .maxConnections(connections + 1)
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(PATIENCE))
                .build();
    }

    void ensureBucket() {
        try {
            client.createBucket(request -> request.bucket(bucket));
        } catch (BucketAlreadyOwnedByYouException e) {
            // Every host asks for it; one of them is the first.
            return;
        }
    }

    /**
     * Writes an object.
     *
     * @return the checksum of what was sent; a retry begins the same bytes anew, so the last stream counts
     */
    int put(String key, RowStream rows) {
        Deque<RowStream> sent = new ConcurrentLinkedDeque<>();
        client.putObject(
                request -> request.bucket(bucket).key(key),
                RequestBody.fromContentProvider(
                        () -> {
                            sent.add(rows.again());
                            return sent.getLast();
                        },
                        rows.length(),
                        "application/octet-stream"));
        return sent.getLast().checksum();
    }

    Content get(String key) throws IOException {
        CRC32C checksum = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        try (InputStream in = client.getObject(request -> request.bucket(bucket).key(key))) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                checksum.update(buffer, 0, n);
                bytes += n;
            }
        }
        return new Content(bytes, (int) checksum.getValue());
    }

    /** Leaves a small object; not an empty one, which the default signing over plain HTTP cannot write to this gateway. */
    void mark(String key) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString("x"));
    }

    int count(String prefix) {
        return client.listObjectsV2(request -> request.bucket(bucket).prefix(prefix))
                .keyCount();
    }

    void delete(List<String> keys) {
        for (int from = 0; from < keys.size(); from += DELETE_PAGE) {
            List<ObjectIdentifier> page = keys.subList(from, Math.min(from + DELETE_PAGE, keys.size())).stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            client.deleteObjects(request -> request.bucket(bucket).delete(delete -> delete.objects(page)));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
