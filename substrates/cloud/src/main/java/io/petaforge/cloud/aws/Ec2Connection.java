package io.petaforge.cloud.aws;

import com.google.common.collect.ImmutableSet;
import com.google.inject.Injector;
import io.petaforge.api.Secret;
import io.petaforge.cloud.JcloudsSetup;
import java.net.URI;
import java.util.List;
import java.util.Properties;
import org.jclouds.Constants;
import org.jclouds.ContextBuilder;
import org.jclouds.aws.domain.SessionCredentials;
import org.jclouds.aws.ec2.AWSEC2Api;
import org.jclouds.aws.ec2.AWSEC2ApiMetadata;
import org.jclouds.domain.Credentials;
import org.jclouds.lifecycle.Closer;

/**
 * jclouds' way to one region.
 *
 * @param stock what jclouds has
 * @param additions what it lacks
 * @param quotas what it lacks too, of another service under the same key
 */
record Ec2Connection(AWSEC2Api stock, Ec2Additions additions, QuotasApi quotas, Closer closer) {
    /** The version of the API that every request is written for. */
    static final String VERSION = "2016-11-15";

    static Ec2Connection open(URI endpoint, String region, AwsKey key) {
        Properties properties = JcloudsSetup.properties();
        // jclouds' own default lets POST be sent again after a broken connection.
        properties.setProperty(Constants.PROPERTY_IDEMPOTENT_METHODS, "GET,HEAD,OPTIONS");
        Credentials credentials = credentials(key);
        Injector injector = ContextBuilder.newBuilder(new AWSEC2ApiMetadata.Builder()
                        .version(VERSION)
                        .defaultModules(ImmutableSet.of())
                        .build())
                .endpoint(endpoint.toString())
                .credentialsSupplier(() -> credentials)
                .overrides(properties)
                .modules(List.of(new Ec2Module(region), JcloudsSetup.silence()))
                .buildInjector();
        return new Ec2Connection(
                injector.getInstance(AWSEC2Api.class),
                injector.getInstance(Ec2Additions.class),
                injector.getInstance(QuotasApi.class),
                injector.getInstance(Closer.class));
    }

    private static Credentials credentials(AwsKey key) {
        if (key.session().isEmpty()) {
            return new Credentials(key.id().reveal(), key.secret().reveal());
        }
        return SessionCredentials.builder()
                .accessKeyId(key.id().reveal())
                .secretAccessKey(key.secret().reveal())
                .sessionToken(key.session().map(Secret::reveal).orElse(""))
                .build();
    }
}
