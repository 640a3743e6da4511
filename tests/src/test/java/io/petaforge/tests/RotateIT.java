package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petaforge.api.MachineId;
import io.petaforge.workload.ShuffledSum;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys and certificates of a small lab are rotated while S3 clients and Spark applications run that never hear of it. What
 * was measured is kept in {@code target/rotate.txt}.
 */
@TestMethodOrder(OrderAnnotation.class)
@Tag("long")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class RotateIT {
    private static final String CLUSTER = "rotate";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JOB = "/srv/petaforge/spark/test";

    @TempDir
    static Path directory;

    private static SmallLab lab;
    private static final StringBuilder SAID = new StringBuilder();

    @BeforeAll
    static void build() throws Exception {
        lab = SmallLab.of(CLUSTER, directory);
        lab.run("build", "--no-verify").mustExit(0);
        String jar = Base64.getEncoder().encodeToString(SparkJob.jar());
        lab.on(
                SmallLab.CLIENT,
                "mkdir -p " + JOB + "; echo " + jar + " | base64 -d >" + JOB + "/job.jar; chmod 644 " + JOB
                        + "/job.jar");
    }

    @AfterAll
    static void destroy() throws Exception {
        lab.run("destroy", "--yes");
    }

    @Test
    @Order(1)
    void aNewCaIsSeenByNobodyWhoIsAtWork() throws Exception {
        String oldCa = lab.on(SmallLab.STORAGE.get(0), "cat /etc/ceph/ca.crt");
        Map<String, String> before = certificates(oldCa);
        // Both read the old CA's certificate, and never again.
        S3Load load = lab.load(S3Load.Rate.BUSY);
        application(60);
        Petaforge.Run keys = lab.run("rotate", "keys").mustExit(3);
        assertTrue(keys.stderr().contains("PF-DAY-093") && keys.stderr().contains("app-"), keys.stderr());

        Petaforge.Run run = told(lab.run("rotate", "certificates", "--ca").mustExit(0));
        S3Load.Result result = load.stop();
        String application = finished();
        Rotated.keep("a new CA: " + run.stdout().strip() + "\n  S3 meanwhile: " + result + "\n  Spark meanwhile: "
                + application);
        Rotated.assertSafe(result);
        assertTrue(application.contains("sum=19999900000 again=1000 failed=0 repeated=0 left="), application);
        assertTrue(application.contains("left= "), "no executor was lost: " + application);

        String newCa = lab.on(SmallLab.STORAGE.get(0), "cat /etc/ceph/ca.crt");
        assertNotEquals(oldCa, newCa);
        assertEquals(2, newCa.split("-----BEGIN CERTIFICATE-----", -1).length, "the new one alone");
        Map<String, String> after = certificates(newCa);
        assertEquals(after, certificates(oldCa), "clients that know the old CA alone are served");
        before.forEach((gateway, certificate) -> assertNotEquals(certificate, after.get(gateway), gateway));
        assertNoneOf(before);
        assertEquals(
                "refused",
                lab.on(
                                SmallLab.STORAGE.get(0),
                                "echo '" + newCa + "' >/run/new.crt; echo '" + oldCa
                                        + "' | openssl verify -CAfile /run/new.crt >/dev/null 2>&1 && echo trusted || echo refused")
                        .strip());
        assertEquals(
                new TreeSet<>(List.of("ca.2", "ca.2.bridge")),
                names("tls").stream()
                        .filter(name -> name.startsWith("ca"))
                        .collect(Collectors.toCollection(TreeSet::new)),
                "the old CA's key is gone");
        nothingToDo();
    }

    @Test
    @Order(2)
    void theOldS3KeysAreAcceptedAsLongAsAnApplicationHasThem() throws Exception {
        String access = SmallLab.secret(lab.state(), "s3/access-key");
        String secret = SmallLab.secret(lab.state(), "s3/secret-key");
        S3Load load = lab.load(S3Load.Rate.BUSY);
        application(300);
        Petaforge.Run blocked =
                told(lab.run("rotate", "keys", "--service", "s3").mustExit(6));
        assertTrue(blocked.stderr().contains("PF-DAY-094"), blocked.stderr());
        S3Load.Result result = load.stop();
        Rotated.assertSafe(result);
        String newAccess = SmallLab.secret(lab.state(), "s3/access-key");
        String newSecret = SmallLab.secret(lab.state(), "s3/secret-key");
        assertNotEquals(access, newAccess);
        assertEquals(200, status(access, secret));
        assertEquals(200, status(newAccess, newSecret));
        assertTrue(lab.isSettled(), "a build in between finds nothing to do");
        assertTrue(lab.run("status").mustExit(0).stdout().contains("rotate keys"), "the status tells");

        Petaforge.Run kept =
                told(lab.run("rotate", "keys", "--service", "s3", "--keep-old").mustExit(0));
        assertTrue(kept.stdout().contains("still accepted"), kept.stdout());

        S3Load next = lab.load(S3Load.Rate.BUSY);
        lab.on(SmallLab.CLIENT, "systemctl stop job");
        Petaforge.Run run = told(lab.run("rotate", "keys", "--service", "s3").mustExit(0));
        S3Load.Result after = next.stop();
        Rotated.keep("S3 keys: "
                + String.format(Locale.ROOT, "%.1f s until the application stands in the way, then ", blocked.seconds())
                + run.stdout().strip() + "\n  S3 with the old keys: " + result + "\n  S3 with the new keys: " + after);
        Rotated.assertSafe(after);
        assertEquals(403, status(access, secret));
        assertEquals(200, status(newAccess, newSecret));
        assertEquals(List.of("access-key.2", "secret-key.2"), List.copyOf(names("s3")));
        nowhere(secret);
        nothingToDo();
    }

    @Test
    @Order(3)
    void sparkGetsANewSecretWhenNoApplicationRuns() throws Exception {
        String before = SmallLab.secret(lab.state(), "spark/authentication");
        Petaforge.Run run = told(lab.run("rotate", "keys", "--service", "spark").mustExit(0));
        Rotated.keep("Spark's secret: " + run.stdout().strip());
        assertNotEquals(before, SmallLab.secret(lab.state(), "spark/authentication"));
        nowhere(before);
        application(2);
        assertTrue(finished().contains("sum=19999900000 again=1000 failed=0"));
        nothingToDo();
    }

    @Test
    @Order(4)
    void aKilledRotationOfCertificatesGoesOnWhereItWas() throws Exception {
        String ca = lab.on(SmallLab.STORAGE.get(0), "cat /etc/ceph/ca.crt");
        Map<String, String> before = certificates(ca);
        S3Load load = lab.load(S3Load.Rate.BUSY);
        Rotated.killed(lab, "restart ceph-radosgw@", "certificates");
        Petaforge.Run other = lab.run("rotate", "keys").mustExit(3);
        assertTrue(other.stderr().contains("PF-DAY-091"), other.stderr());
        Petaforge.Run run = told(lab.run("rotate", "certificates").mustExit(0));
        S3Load.Result result = load.stop();
        Rotated.keep("certificates, killed and run again: " + run.stdout().strip() + "\n  S3 meanwhile: " + result);
        Rotated.assertSafe(result);
        Map<String, String> after = certificates(ca);
        before.forEach((gateway, certificate) -> assertNotEquals(certificate, after.get(gateway), gateway));
        assertNoneOf(before);
        nothingToDo();
    }

    @Test
    @Order(5)
    void nothingThatWasWrittenOrSaidHoldsASecret() throws Exception {
        StringBuilder text = new StringBuilder(SAID);
        try (Stream<Path> files = Files.walk(lab.state())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(lab.state().resolve("secrets"))) {
                    text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        for (String name : List.of("s3/access-key", "s3/secret-key", "spark/authentication")) {
            assertFalse(text.toString().contains(SmallLab.secret(lab.state(), name)), name);
        }
        assertFalse(text.toString().contains("PRIVATE KEY"));
    }

    private static Petaforge.Run told(Petaforge.Run run) {
        SAID.append(run.stdout()).append(run.stderr());
        return run;
    }

    /** What each gateway shows to a client that trusts this CA, by SHA-256. */
    private static Map<String, String> certificates(String ca) throws Exception {
        Map<String, String> certificates = new TreeMap<>();
        for (MachineId gateway : gateways()) {
            JsonNode answer = ask(
                    gateway,
                    ca,
                    SmallLab.secret(lab.state(), "s3/access-key"),
                    SmallLab.secret(lab.state(), "s3/secret-key"));
            assertEquals("", answer.path("error").asText());
            certificates.put(gateway.value(), answer.path("certificate").asText());
        }
        return certificates;
    }

    private static List<MachineId> gateways() throws IOException {
        List<MachineId> gateways = new ArrayList<>();
        JSON.readTree(lab.state().resolve("plan.json").toFile())
                .at("/plan/ceph/rgws")
                .forEach(host -> gateways.add(new MachineId(host.asText())));
        return gateways;
    }

    /** None of these is what a gateway has on its disk. */
    private static void assertNoneOf(Map<String, String> certificates) throws Exception {
        for (MachineId gateway : gateways()) {
            String sum = lab.on(
                    gateway,
                    "python3 -c 'import hashlib, ssl; t = open(\"/etc/ceph/rgw.pem\").read(); b = \"-----BEGIN CERTIFICATE-----\";"
                            + " e = \"-----END CERTIFICATE-----\"; c = t[t.index(b):t.index(e)] + e + chr(10);"
                            + " print(hashlib.sha256(ssl.PEM_cert_to_DER_cert(c)).hexdigest())'");
            assertFalse(certificates.containsValue(sum.strip()), gateway.value());
        }
    }

    private static int status(String access, String secret) throws Exception {
        String ca = lab.on(SmallLab.STORAGE.get(0), "cat /etc/ceph/ca.crt");
        TreeSet<Integer> found = new TreeSet<>();
        for (MachineId gateway : gateways()) {
            found.add(ask(gateway, ca, access, secret).path("status").path(0).asInt());
        }
        assertEquals(1, found.size(), "all gateways agree: " + found);
        return found.first();
    }

    private static JsonNode ask(MachineId gateway, String ca, String access, String secret) throws Exception {
        JsonNode plan = JSON.readTree(lab.state().resolve("plan.json").toFile());
        JsonNode s3 = plan.at("/plan/ceph/s3");
        ObjectNode order = JSON.createObjectNode();
        order.put("name", s3.path("name").asText());
        order.put("address", "127.0.0.1");
        order.put("port", s3.path("port").asInt());
        order.put("ca", "/run/asked-ca.crt");
        order.put("access", access);
        order.put("secret", secret);
        order.put("seconds", 10);
        order.putArray("requests")
                .addObject()
                .put("method", "HEAD")
                .put("path", "/" + s3.path("bucket").asText());
        try (InputStream program =
                Objects.requireNonNull(RotateIT.class.getResourceAsStream("/io/petaforge/ceph/s3.py"), "s3.py")) {
            String said = lab.on(
                    gateway,
                    "echo " + base64(ca.getBytes(StandardCharsets.UTF_8)) + " | base64 -d >/run/asked-ca.crt; echo "
                            + base64(program.readAllBytes()) + " | base64 -d >/run/asked.py; echo "
                            + base64(order.toString().getBytes(StandardCharsets.UTF_8))
                            + " | base64 -d | python3 /run/asked.py");
            return JSON.readTree(said);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Starts a job of so many tasks of a second each, and waits until it is at them. */
    private static void application(int tasks) throws Exception {
        lab.on(
                SmallLab.CLIENT,
                "systemctl reset-failed job 2>/dev/null; rm -f /run/job.out; systemd-run --quiet --unit=job"
                        + " --property=StandardOutput=file:/run/job.out /usr/local/bin/petaforge-spark -Xmx512m"
                        + " org.apache.spark.deploy.SparkSubmit --conf spark.task.maxFailures=1 --conf"
                        + " spark.ui.enabled=false --conf spark.cores.max=1 --class " + ShuffledSum.class.getName()
                        + " " + JOB + "/job.jar " + tasks + " 1000 1 0");
        await("SHUFFLED", 90);
    }

    private static String finished() throws Exception {
        await("RESULT", 120);
        return lab.on(SmallLab.CLIENT, "grep ^RESULT /run/job.out").strip();
    }

    private static void await(String word, int seconds) throws Exception {
        lab.on(
                SmallLab.CLIENT,
                "for i in $(seq " + seconds * 5 + "); do grep -q ^" + word + " /run/job.out && exit 0;"
                        + " systemctl -q is-active job || break; sleep 0.2; done; grep -q ^" + word
                        + " /run/job.out && exit 0; cat /run/job.out; journalctl -o cat -n 40 -u job; exit 1");
    }

    private static TreeSet<String> names(String group) throws IOException {
        try (Stream<Path> files = Files.list(lab.state().resolve("secrets").resolve(group))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** A secret that was taken away is in no file of petaforge's and Spark's on any host. */
    private static void nowhere(String secret) throws Exception {
        for (MachineId host : List.of(SmallLab.CLIENT, SmallLab.STORAGE.get(0))) {
            assertEquals(
                    "",
                    lab.on(
                                    host,
                                    "grep -rlF -e '" + secret
                                            + "' /etc /var/lib/petaforge /srv/petaforge/spark 2>/dev/null || true")
                            .strip());
        }
    }

    private static void nothingToDo() throws Exception {
        assertTrue(lab.isSettled(), "a build after it finds nothing to do");
    }
}
