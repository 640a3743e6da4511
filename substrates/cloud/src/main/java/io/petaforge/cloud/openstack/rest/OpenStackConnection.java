package io.petaforge.cloud.openstack.rest;

import com.google.common.base.Supplier;
import com.google.common.cache.LoadingCache;
import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import io.petaforge.cloud.JcloudsSetup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jclouds.ContextBuilder;
import org.jclouds.http.HttpErrorHandler;
import org.jclouds.http.annotation.ClientError;
import org.jclouds.http.annotation.Redirection;
import org.jclouds.http.annotation.ServerError;
import org.jclouds.openstack.keystone.auth.domain.AuthInfo;
import org.jclouds.openstack.keystone.config.KeystoneProperties;
import org.jclouds.openstack.keystone.v3.domain.Token;
import org.jclouds.openstack.nova.v2_0.config.NovaParserModule;
import org.jclouds.rest.ConfiguresHttpApi;
import org.jclouds.rest.config.HttpApiModule;
import org.jclouds.rest.internal.BaseHttpApiMetadata;

/** jclouds made ready for one OpenStack. */
public final class OpenStackConnection implements AutoCloseable {
    private final Injector injector;
    private final OpenStackApi api;

    /**
     * A way; nothing is asked yet.
     *
     * @param url keystone's address, ending in {@code /v3}
     * @param login what keystone wants under {@code auth}
     * @param authority PEM file of the certificates to trust instead of those of the system
     */
    public OpenStackConnection(
            URI url, java.util.function.Supplier<Map<String, Object>> login, Optional<Path> authority) {
        Properties overrides = JcloudsSetup.properties();
        overrides.setProperty(KeystoneProperties.CREDENTIAL_TYPE, TokenModule.METHOD);
        overrides.setProperty(KeystoneProperties.KEYSTONE_VERSION, "3");
        List<Module> modules = new ArrayList<>(
                List.of(JcloudsSetup.silence(), new TokenModule(login), new NovaParserModule(), new Http()));
        authority.ifPresent(file -> modules.add(trusting(file)));
        injector = ContextBuilder.newBuilder(new Metadata())
                .endpoint(url.toString())
                // The login goes its own way; these are only not to be missing.
                .credentials(TokenModule.METHOD, TokenModule.METHOD)
                .overrides(overrides)
                .modules(modules)
                .buildInjector();
        api = injector.getInstance(OpenStackApi.class);
    }

    /** All services. */
    public OpenStackApi api() {
        return api;
    }

    /** The token in use, with the catalogue of services; got at the first call. */
    public Token token() {
        return (Token) injector.getInstance(Key.get(new TypeLiteral<Supplier<AuthInfo>>() {}))
                .get();
    }

    @Override
    public void close() {
        injector.getInstance(Key.get(new TypeLiteral<LoadingCache<org.jclouds.domain.Credentials, AuthInfo>>() {}))
                .invalidateAll();
        try {
            injector.getInstance(org.jclouds.lifecycle.Closer.class).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Module trusting(Path file) {
        return new AbstractModule() {
            @Override
            protected void configure() {
                bind(new TypeLiteral<Supplier<SSLContext>>() {}).toInstance(() -> context(file));
            }
        };
    }

    private static SSLContext context(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("authority-" + number++, certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot use the certificates of " + file, e);
        }
    }

    /** What jclouds wants to know of an interface. */
    private static final class Metadata extends BaseHttpApiMetadata<OpenStackApi> {
        Metadata() {
            super(new Builder());
        }

        @Override
        public Builder toBuilder() {
            return new Builder().fromApiMetadata(this);
        }

        private static final class Builder extends BaseHttpApiMetadata.Builder<OpenStackApi, Builder> {
            Builder() {
                id("openstack")
                        .name("OpenStack")
                        .identityName("unused")
                        .version("3")
                        .documentation(URI.create("https://docs.openstack.org/api-ref/"))
                        .defaultProperties(BaseHttpApiMetadata.defaultProperties())
                        .defaultModules(Set.of());
            }

            @Override
            public Metadata build() {
                return new Metadata();
            }

            @Override
            protected Builder self() {
                return this;
            }
        }
    }

    /** One meaning of failures for all services. */
    @ConfiguresHttpApi
    private static final class Http extends HttpApiModule<OpenStackApi> {
        Http() {
            super(OpenStackApi.class);
        }

        @Override
        protected void bindErrorHandlers() {
            bind(HttpErrorHandler.class).annotatedWith(Redirection.class).to(Failures.class);
            bind(HttpErrorHandler.class).annotatedWith(ClientError.class).to(Failures.class);
            bind(HttpErrorHandler.class).annotatedWith(ServerError.class).to(Failures.class);
        }
    }
}
