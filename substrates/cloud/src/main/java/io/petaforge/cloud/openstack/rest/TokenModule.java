package io.petaforge.cloud.openstack.rest;

import static org.jclouds.rest.config.BinderUtils.bindHttpApi;

import com.google.common.base.Function;
import com.google.common.cache.LoadingCache;
import com.google.inject.Injector;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.Supplier;
import org.jclouds.domain.Credentials;
import org.jclouds.http.HttpCommand;
import org.jclouds.http.HttpResponse;
import org.jclouds.http.HttpRetryHandler;
import org.jclouds.http.annotation.ClientError;
import org.jclouds.openstack.keystone.auth.AuthenticationApi;
import org.jclouds.openstack.keystone.auth.config.AuthenticationModule;
import org.jclouds.openstack.keystone.auth.domain.AuthInfo;

/** jclouds' keystone with our own way to a token: one that takes every kind of login. */
final class TokenModule extends AuthenticationModule {
    /** The name under which the way is found. */
    static final String METHOD = "petaforge";

    private final Supplier<Map<String, Object>> login;

    /**
     * A way.
     *
     * @param login what keystone wants under {@code auth}
     */
    TokenModule(Supplier<Map<String, Object>> login) {
        this.login = login;
    }

    @Override
    protected void configure() {
        bind(HttpRetryHandler.class).annotatedWith(ClientError.class).to(Renewal.class);
        bindHttpApi(binder(), TokensApi.class);
    }

    @Override
    protected Map<String, AuthenticationApi> authenticationApis(Injector injector) {
        return Map.of();
    }

    @Override
    protected Map<String, Function<Credentials, AuthInfo>> authenticationMethods(Injector injector) {
        return Map.of(
                METHOD, credentials -> injector.getInstance(TokensApi.class).issue(Map.of("auth", login.get())));
    }

    /**
     * A new token, once, where one that was good is no longer. jclouds' own asks for a token again and again, seconds apart,
     * when it was the login that was refused.
     */
    static final class Renewal implements HttpRetryHandler {
        private final LoadingCache<Credentials, AuthInfo> tokens;

        @Inject
        Renewal(LoadingCache<Credentials, AuthInfo> tokens) {
            this.tokens = tokens;
        }

        @Override
        public boolean shouldRetryRequest(HttpCommand command, HttpResponse response) {
            boolean tokenRefused = response.getStatusCode() == 401
                    && !command.getCurrentRequest().getEndpoint().getPath().endsWith("/auth/tokens");
            if (!tokenRefused || command.incrementFailureCount() > 1) {
                return false;
            }
            tokens.invalidateAll();
            return true;
        }
    }
}
