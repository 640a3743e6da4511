package io.petaforge.cloud.openstack;

import io.petaforge.api.ExitCode;
import io.petaforge.api.PetaforgeException;
import io.petaforge.api.Problem;
import io.petaforge.api.Secret;
import io.petaforge.cloud.openstack.OpenStackAccess.Named;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Credentials as users of OpenStack have them: {@code clouds.yaml}, with {@code secure.yaml} beside it, or the variables
 * {@code OS_*} of an openrc file.
 */
public final class CloudsYaml {
    private final Map<String, String> environment;
    private final List<Path> places;

    private CloudsYaml(Map<String, String> environment, List<Path> places) {
        this.environment = environment;
        this.places = places;
    }

    /** Where OpenStack's own client looks. */
    public static CloudsYaml of(Map<String, String> environment, Path working, Path home) {
        String named = environment.getOrDefault("OS_CLIENT_CONFIG_FILE", "");
        return new CloudsYaml(
                environment,
                named.isEmpty()
                        ? List.of(
                                working.resolve("clouds.yaml"),
                                home.resolve(".config/openstack/clouds.yaml"),
                                Path.of("/etc/openstack/clouds.yaml"))
                        : List.of(Path.of(named)));
    }

    /**
     * The way into a cloud.
     *
     * @param cloud its name in {@code clouds.yaml}; empty for the one that {@code OS_CLOUD} names, or else for {@code OS_*}
     * @throws PetaforgeException when it is not there or is not complete; no secret is in the message
     */
    public OpenStackAccess access(Optional<String> cloud) {
        Optional<String> name =
                cloud.or(() -> Optional.ofNullable(environment.get("OS_CLOUD")).filter(text -> !text.isEmpty()));
        return name.isPresent() ? ofFile(name.get()) : ofVariables();
    }

    private OpenStackAccess ofFile(String cloud) {
        Path file = places.stream()
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(
                        () -> bad(
                                "the cloud '" + cloud + "' is looked for in clouds.yaml, and there is none: "
                                        + String.join(
                                                ", ",
                                                places.stream()
                                                        .map(Path::toString)
                                                        .toList()),
                                "Download clouds.yaml from the cloud's dashboard to one of these places, or set OS_CLIENT_CONFIG_FILE."));
        Map<String, Object> clouds = section(read(file), "clouds");
        if (!(clouds.get(cloud) instanceof Map)) {
            throw bad(
                    file + " has no cloud '" + cloud + "'; it has "
                            + (clouds.isEmpty() ? "none" : String.join(", ", new TreeSet<>(clouds.keySet()))),
                    "Write one of them as substrate.openstack.cloud.");
        }
        Map<String, Object> settings = new LinkedHashMap<>(section(clouds, cloud));
        Map<String, Object> auth = new LinkedHashMap<>(section(settings, "auth"));
        Path secrets = file.resolveSibling("secure.yaml");
        if (Files.isReadable(secrets)) {
            Map<String, Object> more = section(section(read(secrets), "clouds"), cloud);
            auth.putAll(section(more, "auth"));
        }
        Map<String, String> fields = new TreeMap<>();
        auth.forEach((key, value) -> fields.put(key, String.valueOf(value)));
        for (String key : List.of("region_name", "interface", "cacert")) {
            if (settings.get(key) != null) {
                fields.put(key, String.valueOf(settings.get(key)));
            }
        }
        if (Boolean.FALSE.equals(settings.get("verify"))) {
            throw bad(
                    file + " asks not to verify the certificate of cloud '" + cloud + "'",
                    "Write the file of the certificate to trust as cacert instead: whoever answers otherwise gets the password.");
        }
        return access(fields, "cloud '" + cloud + "' of " + file, Map.of());
    }

    private OpenStackAccess ofVariables() {
        Map<String, String> fields = new TreeMap<>();
        Map<String, String> spoken = new TreeMap<>();
        environment.forEach((key, value) -> {
            if (key.startsWith("OS_") && !value.isEmpty()) {
                fields.put(key.substring(3).toLowerCase(java.util.Locale.ROOT), value);
            }
        });
        for (String key : KEYS) {
            spoken.put(key, "OS_" + key.toUpperCase(java.util.Locale.ROOT));
        }
        if (!fields.containsKey("auth_url")) {
            throw bad(
                    "no cloud is named, and OS_AUTH_URL is not set",
                    "Write substrate.openstack.cloud as clouds.yaml names it, or source the openrc file of the project.");
        }
        // As python-openstackclient takes them, from before projects were called so.
        alias(fields, "tenant_name", "project_name");
        alias(fields, "tenant_id", "project_id");
        return access(fields, "the environment", spoken);
    }

    private static final List<String> KEYS = List.of(
            "auth_url",
            "username",
            "password",
            "project_name",
            "application_credential_id",
            "application_credential_secret",
            "user_domain_name");

    private static void alias(Map<String, String> fields, String old, String now) {
        if (fields.containsKey(old)) {
            fields.putIfAbsent(now, fields.get(old));
        }
    }

    private static OpenStackAccess access(Map<String, String> fields, String where, Map<String, String> spoken) {
        List<Problem> problems = new ArrayList<>();
        URI url = url(fields, where, spoken, problems);
        boolean application =
                fields.containsKey("application_credential_id") || fields.containsKey("application_credential_name");
        Named user = named(fields, "user", "username");
        Named userDomain = domain(fields, "user_domain");
        OpenStackAccess.Login login;
        if (application) {
            login = new OpenStackAccess.Application(
                    named(fields, "application_credential", "application_credential_name"),
                    user,
                    userDomain,
                    secret(fields, "application_credential_secret", where, spoken, problems));
            if (!fields.containsKey("application_credential_id") && !user.given()) {
                problems.add(
                        missing("username", where, spoken, "A credential that is given by name belongs to a user."));
            }
        } else {
            Named project = named(fields, "project", "project_name");
            if (!user.given()) {
                problems.add(missing("username", where, spoken, "Write the user, or an application credential."));
            }
            if (!project.given()) {
                problems.add(
                        missing("project_name", where, spoken, "Machines belong to a project: write its name or id."));
            }
            login = new OpenStackAccess.Password(
                    user,
                    userDomain,
                    secret(fields, "password", where, spoken, problems),
                    project,
                    domain(fields, "project_domain"));
        }
        if (!problems.isEmpty()) {
            throw new PetaforgeException(ExitCode.BAD_INPUT, problems);
        }
        return new OpenStackAccess(
                url,
                Optional.ofNullable(fields.get("region_name")),
                // The long form is from keystone's version 2.
                fields.getOrDefault("interface", "public").replace("URL", ""),
                Optional.ofNullable(fields.get("cacert")).map(Path::of),
                login);
    }

    private static URI url(
            Map<String, String> fields, String where, Map<String, String> spoken, List<Problem> problems) {
        String text = fields.getOrDefault("auth_url", "");
        String base = text.replaceAll("/+$", "").replaceAll("/v2\\.0$", "");
        try {
            URI url = URI.create(base.endsWith("/v3") ? base : base + "/v3");
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        problems.add(
                text.isEmpty()
                        ? missing("auth_url", where, spoken, "Write keystone's address.")
                        : Problem.of(
                                "PF-OS-001",
                                "In " + where + ", " + spoken.getOrDefault("auth_url", "auth_url") + " '" + text
                                        + "' is no address.",
                                "Write for example https://keystone.example:5000/v3."));
        return URI.create("https://keystone.invalid/v3");
    }

    private static Secret secret(
            Map<String, String> fields, String key, String where, Map<String, String> spoken, List<Problem> problems) {
        String value = fields.getOrDefault(key, "");
        if (value.isEmpty()) {
            problems.add(missing(key, where, spoken, "It may stand in secure.yaml beside clouds.yaml."));
        }
        return new Secret(value);
    }

    private static Named named(Map<String, String> fields, String id, String name) {
        return new Named(Optional.ofNullable(fields.get(id + "_id")), Optional.ofNullable(fields.get(name)));
    }

    /** The domain that every cloud has is called Default, with the id {@code default}. */
    private static Named domain(Map<String, String> fields, String which) {
        Named own = named(fields, which, which + "_name");
        if (own.given()) {
            return own;
        }
        Named both = named(fields, "domain", "domain_name");
        return both.given()
                ? both
                : new Named(Optional.of(fields.getOrDefault("default_domain", "default")), Optional.empty());
    }

    private static Problem missing(String key, String where, Map<String, String> spoken, String fix) {
        return Problem.of("PF-OS-001", "In " + where + ", " + spoken.getOrDefault(key, key) + " is missing.", fix);
    }

    private static Map<String, Object> read(Path file) {
        try {
            Object found = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            return map(found);
        } catch (IOException | YAMLException e) {
            // The text of a YAML error quotes the file, passwords too.
            throw bad(file + " cannot be read (" + e.getClass().getSimpleName() + ")", "Correct it.");
        }
    }

    private static Map<String, Object> section(Map<String, Object> map, String key) {
        return map(map.get(key));
    }

    private static Map<String, Object> map(@org.jspecify.annotations.Nullable Object found) {
        if (!(found instanceof Map<?, ?> map)) {
            return Map.of();
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value != null) {
                copy.put(String.valueOf(key), value);
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    private static PetaforgeException bad(String what, String fix) {
        return new PetaforgeException(
                ExitCode.BAD_INPUT, Problem.at("PF-OS-001", "substrate.openstack.cloud", what, fix));
    }
}
