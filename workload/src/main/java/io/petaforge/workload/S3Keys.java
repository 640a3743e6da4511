package io.petaforge.workload;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** The S3 keys: from the environment, else from the {@code core-site.xml} on the class path. */
record S3Keys(String access, String secret) {
    /**
     * The keys.
     *
     * @throws IllegalArgumentException when they are in neither place
     */
    static S3Keys find(Map<String, String> environment) {
        String access = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        if (access != null && secret != null) {
            return new S3Keys(access, secret);
        }
        Configuration site = new Configuration(false);
        site.addResource("core-site.xml");
        access = site.get("fs.s3a.access.key");
        secret = site.get("fs.s3a.secret.key");
        if (access == null || secret == null) {
            throw new IllegalArgumentException(
                    "no S3 keys: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, and"
                            + " no core-site.xml on the class path has fs.s3a.access.key and fs.s3a.secret.key");
        }
        return new S3Keys(access, secret);
    }

    /** Names no value. */
    @Override
    public String toString() {
        return "S3Keys[<secret>]";
    }
}
