package io.petaforge.spark;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Secret;
import io.petaforge.spark.dist.SparkResource;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the steps need beside the plan.
 *
 * @param resource the distribution, resolved
 * @param authentication shared by all daemons, executors and drivers of the cluster
 * @param accessKey of the S3 user that owns the plan's bucket
 * @param secretKey of the same user
 * @param caCertificate the cluster CA, PEM
 * @param eventLog where every application's event log goes, such as {@code s3a://spark-logs/}: a bucket, or a directory
 *     with its marker, that exists after the steps of {@code afterS3}
 * @param s3a Hadoop settings that the conformance probe decided on; they replace the defaults
 * @param afterPackages names of the steps after which hosts may be prepared for Spark: packages, users, the distribution's upload
 * @param afterFabric names of the steps after which hosts reach each other's addresses
 * @param afterS3 names of the steps after which the S3 service answers and has the bucket
 */
public record SparkInputs(
        SparkResource resource,
        Secret authentication,
        Secret accessKey,
        Secret secretKey,
        String caCertificate,
        String eventLog,
        Map<String, String> s3a,
        Set<String> afterPackages,
        Set<String> afterFabric,
        Set<String> afterS3) {
    public SparkInputs {
        requireNonNull(resource, "resource");
        requireNonNull(authentication, "authentication");
        requireNonNull(accessKey, "accessKey");
        requireNonNull(secretKey, "secretKey");
        requireNonNull(caCertificate, "caCertificate");
        requireNonNull(eventLog, "eventLog");
        s3a = Collections.unmodifiableMap(new TreeMap<>(s3a));
        afterPackages = Set.copyOf(afterPackages);
        afterFabric = Set.copyOf(afterFabric);
        afterS3 = Set.copyOf(afterS3);
    }
}
