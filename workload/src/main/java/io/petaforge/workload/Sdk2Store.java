package io.petaforge.workload;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Through version 2 of the AWS SDK, with which S3A works since Hadoop 3.4. */
final class Sdk2Store implements RawStore {
    private final S3Client client;
    private final String bucket;

    Sdk2Store(URI endpoint, String region, String bucket, S3Keys keys, int connections) {
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
                        .connectionTimeout(CONNECT)
                        .socketTimeout(PATIENCE))
                .build();
    }

    @Override
    public String client() {
        return "AWS SDK " + VersionInfo.SDK_VERSION;
    }

    @Override
    public void ensureBucket() throws IOException {
        asking(() -> {
            try {
                client.createBucket(request -> request.bucket(bucket));
                return true;
            } catch (BucketAlreadyOwnedByYouException e) {
                // Every host asks for it; one of them is the first.
                return false;
            }
        });
    }

    @Override
    public int put(String key, RowStream rows) throws IOException {
        Deque<RowStream> sent = new ConcurrentLinkedDeque<>();
        asking(() -> client.putObject(
                request -> request.bucket(bucket).key(key),
                RequestBody.fromContentProvider(
                        () -> {
                            sent.add(rows.again());
                            return sent.getLast();
                        },
                        rows.length(),
                        "application/octet-stream")));
        return sent.getLast().checksum();
    }

    @Override
    public Content get(String key) throws IOException {
        return asking(() -> {
            try (InputStream in =
                    client.getObject(request -> request.bucket(bucket).key(key))) {
                return Content.of(in);
            }
        });
    }

    @Override
    public void mark(String key) throws IOException {
        asking(() -> client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString("x")));
    }

    @Override
    public int count(String prefix) throws IOException {
        return asking(() ->
                        client.listObjectsV2(request -> request.bucket(bucket).prefix(prefix)))
                .keyCount();
    }

    @Override
    public void delete(List<String> keys) throws IOException {
        for (int from = 0; from < keys.size(); from += DELETE_PAGE) {
            List<ObjectIdentifier> page = keys.subList(from, Math.min(from + DELETE_PAGE, keys.size())).stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            asking(() ->
                    client.deleteObjects(request -> request.bucket(bucket).delete(delete -> delete.objects(page))));
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static <T> T asking(Request<T> request) throws IOException {
        try {
            return request.answer();
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
