package io.petaforge.cloud.openstack;

import static java.util.Objects.requireNonNull;

import io.petaforge.api.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way into one project of one OpenStack.
 *
 * @param url keystone's address, ending in {@code /v3}
 * @param region empty for the only one that there is
 * @param face which of a service's addresses is used: {@code public}, {@code internal} or {@code admin}
 * @param authority PEM file of the certificates to trust instead of those of the system
 */
public record OpenStackAccess(URI url, Optional<String> region, String face, Optional<Path> authority, Login login) {
    /** By what the user is known. */
    public sealed interface Login {
        /** What keystone wants under {@code auth}: who one is, and for which project. */
        Map<String, Object> auth();
    }

    /** Something by its id or by its name. */
    public record Named(Optional<String> id, Optional<String> name) {
        public Named {
            requireNonNull(id, "id");
            requireNonNull(name, "name");
        }

        boolean given() {
            return id.isPresent() || name.isPresent();
        }

        Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            // An id needs no name beside it, and keystone refuses both.
            if (id.isPresent()) {
                fields.put("id", id.get());
            } else {
                name.ifPresent(text -> fields.put("name", text));
            }
            return fields;
        }

        private Map<String, Object> within(Named domain) {
            Map<String, Object> fields = fields();
            if (id.isEmpty() && domain.given()) {
                fields.put("domain", domain.fields());
            }
            return fields;
        }
    }

    /** A user with a password. Domains matter only where user or project are given by name. */
    public record Password(Named user, Named userDomain, Secret password, Named project, Named projectDomain)
            implements Login {
        public Password {
            requireNonNull(user, "user");
            requireNonNull(userDomain, "userDomain");
            requireNonNull(password, "password");
            requireNonNull(project, "project");
            requireNonNull(projectDomain, "projectDomain");
        }

        @Override
        public Map<String, Object> auth() {
            Map<String, Object> who = user.within(userDomain);
            who.put("password", password.reveal());
            return Map.of(
                    "identity",
                    Map.of("methods", List.of("password"), "password", Map.of("user", who)),
                    "scope",
                    Map.of("project", project.within(projectDomain)));
        }
    }

    /** An application credential, which belongs to one user and one project: keystone takes no scope beside it. */
    public record Application(Named credential, Named user, Named userDomain, Secret secret) implements Login {
        public Application {
            requireNonNull(credential, "credential");
            requireNonNull(user, "user");
            requireNonNull(userDomain, "userDomain");
            requireNonNull(secret, "secret");
        }

        @Override
        public Map<String, Object> auth() {
            Map<String, Object> what = credential.fields();
            what.put("secret", secret.reveal());
            // Names of credentials are unique only within their user.
            if (credential.id().isEmpty()) {
                what.put("user", user.within(userDomain));
            }
            return Map.of(
                    "identity", Map.of("methods", List.of("application_credential"), "application_credential", what));
        }
    }

    public OpenStackAccess {
        requireNonNull(url, "url");
        requireNonNull(region, "region");
        requireNonNull(face, "face");
        requireNonNull(authority, "authority");
        requireNonNull(login, "login");
    }
}
