package io.petaforge.workload;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.SdkBaseException;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.internal.SkipMd5CheckStrategy;
import com.amazonaws.services.s3.model.AmazonS3Exception;
import com.amazonaws.services.s3.model.DeleteObjectsRequest;
import com.amazonaws.services.s3.model.ListObjectsV2Request;
import com.amazonaws.services.s3.model.ObjectMetadata;
import com.amazonaws.util.VersionInfoUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

/** Through version 1 of the AWS SDK, the only one that Hadoop 3.3 has. */
final class Sdk1Store implements RawStore {
    private static final String OURS_ALREADY = "BucketAlreadyOwnedByYou";

    private final AmazonS3 client;
    private final String bucket;

    Sdk1Store(URI endpoint, String region, String bucket, S3Keys keys, int connections) {
        this.bucket = bucket;
        // As with version 2: no MD5 of every PUT and GET; what is read is checksummed by ourselves.
        System.setProperty(SkipMd5CheckStrategy.DISABLE_PUT_OBJECT_MD5_VALIDATION_PROPERTY, "true");
        System.setProperty(SkipMd5CheckStrategy.DISABLE_GET_OBJECT_MD5_VALIDATION_PROPERTY, "true");
        client = AmazonS3ClientBuilder.standard()
                .withEndpointConfiguration(new EndpointConfiguration(endpoint.toString(), region))
                .withCredentials(
                        new AWSStaticCredentialsProvider(new BasicAWSCredentials(keys.access(), keys.secret())))
                .withPathStyleAccessEnabled(true)
                .withClientConfiguration(new ClientConfiguration()
                        .withMaxConnections(connections + 1)
                        .withConnectionTimeout((int) CONNECT.toMillis())
                        .withSocketTimeout((int) PATIENCE.toMillis()))
                .build();
    }

    @Override
    public String client() {
        return "AWS SDK " + VersionInfoUtils.getVersion();
    }

    @Override
    public void ensureBucket() throws IOException {
        asking(() -> {
            try {
                client.createBucket(bucket);
                return true;
            } catch (AmazonS3Exception e) {
                if (!OURS_ALREADY.equals(e.getErrorCode())) {
                    throw e;
                }
                return false;
            }
        });
    }

    @Override
    public int put(String key, RowStream rows) throws IOException {
        Anew sent = new Anew(rows);
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setContentLength(rows.length());
        asking(() -> client.putObject(bucket, key, sent, metadata));
        return sent.rows.checksum();
    }

    @Override
    public Content get(String key) throws IOException {
        return asking(() -> {
            try (InputStream in = client.getObject(bucket, key).getObjectContent()) {
                return Content.of(in);
            }
        });
    }

    @Override
    public void mark(String key) throws IOException {
        asking(() -> client.putObject(bucket, key, "x"));
    }

    @Override
    public int count(String prefix) throws IOException {
        return asking(() -> client.listObjectsV2(
                        new ListObjectsV2Request().withBucketName(bucket).withPrefix(prefix)))
                .getKeyCount();
    }

    @Override
    public void delete(List<String> keys) throws IOException {
        for (int from = 0; from < keys.size(); from += DELETE_PAGE) {
            String[] page = keys.subList(from, Math.min(from + DELETE_PAGE, keys.size()))
                    .toArray(String[]::new);
            asking(() -> client.deleteObjects(new DeleteObjectsRequest(bucket).withKeys(page)));
        }
    }

    @Override
    public void close() {
        client.shutdown();
    }

    private static <T> T asking(Request<T> request) throws IOException {
        try {
            return request.answer();
        } catch (SdkBaseException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Begins the same bytes anew when the client tries again, which is what it resets a stream for. */
    private static final class Anew extends InputStream {
        private RowStream rows;

        Anew(RowStream rows) {
            this.rows = rows.again();
        }

        @Override
        public int read() {
            return rows.read();
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            return rows.read(target, offset, count);
        }

        @Override
        public boolean markSupported() {
            return true;
        }

        /** The client marks a body once, at its beginning. */
        @Override
        public synchronized void mark(int limit) {
            // The beginning is where reset goes anyway.
        }

        @Override
        public synchronized void reset() {
            rows = rows.again();
        }
    }
}
