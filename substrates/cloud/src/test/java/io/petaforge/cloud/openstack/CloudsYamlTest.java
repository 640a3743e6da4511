package io.petaforge.cloud.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.petaforge.api.PetaforgeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudsYamlTest {
    private static final String CLOUDS =
            """
            clouds:
              lab:
                auth:
                  auth_url: https://keystone.example:5000
                  username: anna
                  project_name: storage
                  user_domain_name: People
                  project_domain_id: d4
                region_name: north
                interface: internal
                cacert: /etc/ssl/lab.pem
              app:
                auth_type: v3applicationcredential
                auth:
                  auth_url: https://keystone.example:5000/v3/
                  application_credential_id: 7f3a
                  application_credential_secret: s3cr3t-app
              bare: {auth: {auth_url: keystone.example}}
              trusting: {verify: false, auth: {auth_url: "https://keystone.example:5000"}}
            """;

    @TempDir
    Path home;

    private OpenStackAccess access(Map<String, String> environment, String cloud) throws IOException {
        Path file = home.resolve(".config/openstack/clouds.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, CLOUDS);
        Files.writeString(file.resolveSibling("secure.yaml"), "clouds: {lab: {auth: {password: s3cr3t-lab}}}\n");
        return CloudsYaml.of(environment, home, home).access(Optional.of(cloud).filter(name -> !name.isEmpty()));
    }

    private String refusal(Map<String, String> environment, String cloud) {
        PetaforgeException refused = assertThrows(PetaforgeException.class, () -> access(environment, cloud));
        assertFalse(refused.getMessage().contains("s3cr3t"), refused.getMessage());
        return refused.getMessage().replace(home.toString(), "<home>");
    }

    @Test
    void aPasswordMayStandInSecureYaml() throws IOException {
        OpenStackAccess access = access(Map.of(), "lab");
        assertEquals(URI.create("https://keystone.example:5000/v3"), access.url());
        assertEquals(Optional.of("north"), access.region());
        assertEquals("internal", access.face());
        assertEquals(Optional.of(Path.of("/etc/ssl/lab.pem")), access.authority());
        assertEquals(
                Map.of(
                        "identity",
                        Map.of(
                                "methods",
                                List.of("password"),
                                "password",
                                Map.of(
                                        "user",
                                        Map.of(
                                                "name",
                                                "anna",
                                                "domain",
                                                Map.of("name", "People"),
                                                "password",
                                                "s3cr3t-lab"))),
                        "scope",
                        Map.of("project", Map.of("name", "storage", "domain", Map.of("id", "d4")))),
                access.login().auth());
        assertFalse(access.toString().contains("s3cr3t"), access.toString());
    }

    @Test
    void anApplicationCredentialHasNoScope() throws IOException {
        assertEquals(
                Map.of(
                        "identity",
                        Map.of(
                                "methods",
                                List.of("application_credential"),
                                "application_credential",
                                Map.of("id", "7f3a", "secret", "s3cr3t-app"))),
                access(Map.of("OS_CLOUD", "app"), "").login().auth());
    }

    @Test
    void variablesOfAnOpenrcFile() throws IOException {
        OpenStackAccess access = access(
                Map.of(
                        "OS_AUTH_URL",
                        "http://192.0.2.7/identity",
                        "OS_USERNAME",
                        "anna",
                        "OS_PASSWORD",
                        "s3cr3t-env",
                        "OS_TENANT_NAME",
                        "storage",
                        "OS_INTERFACE",
                        "publicURL"),
                "");
        assertEquals(URI.create("http://192.0.2.7/identity/v3"), access.url());
        assertEquals("public", access.face());
        assertEquals(
                Map.of("project", Map.of("name", "storage", "domain", Map.of("id", "default"))),
                access.login().auth().get("scope"));
    }

    @Test
    void whatIsMissingIsSaidAtOnce() {
        assertEquals(
                """
                PF-OS-001: In cloud 'bare' of <home>/.config/openstack/clouds.yaml, auth_url 'keystone.example' is no address.
                    -> Write for example https://keystone.example:5000/v3.
                PF-OS-001: In cloud 'bare' of <home>/.config/openstack/clouds.yaml, username is missing.
                    -> Write the user, or an application credential.
                PF-OS-001: In cloud 'bare' of <home>/.config/openstack/clouds.yaml, project_name is missing.
                    -> Machines belong to a project: write its name or id.
                PF-OS-001: In cloud 'bare' of <home>/.config/openstack/clouds.yaml, password is missing.
                    -> It may stand in secure.yaml beside clouds.yaml.""",
                refusal(Map.of(), "bare"));
        assertEquals(
                """
                PF-OS-001: substrate.openstack.cloud: <home>/.config/openstack/clouds.yaml has no cloud 'labs'; it has app, bare, lab, trusting
                    -> Write one of them as substrate.openstack.cloud.""",
                refusal(Map.of(), "labs"));
        assertEquals(
                """
                PF-OS-001: substrate.openstack.cloud: no cloud is named, and OS_AUTH_URL is not set
                    -> Write substrate.openstack.cloud as clouds.yaml names it, or source the openrc file of the project.""",
                refusal(Map.of(), ""));
        assertEquals(
                """
                PF-OS-001: substrate.openstack.cloud: <home>/.config/openstack/clouds.yaml asks not to verify the certificate of cloud 'trusting'
                    -> Write the file of the certificate to trust as cacert instead: whoever answers otherwise gets the password.""",
                refusal(Map.of(), "trusting"));
        assertEquals(
                """
                PF-OS-001: In the environment, OS_USERNAME is missing.
                    -> Write the user, or an application credential.
                PF-OS-001: In the environment, OS_PROJECT_NAME is missing.
                    -> Machines belong to a project: write its name or id.""",
                refusal(Map.of("OS_AUTH_URL", "https://keystone.example:5000", "OS_PASSWORD", "s3cr3t-env"), ""));
    }
}
