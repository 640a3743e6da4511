package io.petaforge.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.Problem;
import io.petaforge.workload.result.ProbeResult;
import io.petaforge.workload.result.ProbeResult.Check;
import io.petaforge.workload.result.ProbeResult.Checks;
import io.petaforge.workload.result.ProbeResult.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3aSettingsTest {
    private static final Map<String, String> ALWAYS = Map.of(
            "fs.s3a.path.style.access", "true",
            "fs.s3a.committer.name", "magic",
            "mapreduce.outputcommitter.factory.scheme.s3a", "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory",
            "fs.s3a.input.stream.type", "classic");

    @Test
    void whereEverythingWorksTheDefaultsStay() {
        S3aSettings settings = S3aSettings.decide(probe("3.4.2", Set.of(), Set.of(Checks.ZERO_BYTE_UNSIGNED)));
        assertEquals(ALWAYS, settings.settings());
        assertEquals(List.of(), settings.problems());
    }

    @Test
    void plainHttpNeedsAnotherSigner() {
        ProbeResult probe = probe("3.4.2", Set.of(Checks.ZERO_BYTE), Set.of());
        assertEquals(with("fs.s3a.signing-algorithm", "AWS4UnsignedPayloadSignerType"), settings(probe));
        ProbeResult older = probe("3.3.4", Set.of(Checks.ZERO_BYTE), Set.of(Checks.BULK_DELETE, Checks.CONDITIONAL));
        assertEquals(with("fs.s3a.signing-algorithm", "S3SignerType"), settings(older));
    }

    @Test
    void whatTheStoreIgnoresIsTurnedOff() {
        assertEquals(
                with("fs.s3a.create.conditional.enabled", "false"),
                settings(probe("3.4.2", Set.of(Checks.CONDITIONAL), Set.of())));
        assertEquals(
                with("fs.s3a.multiobjectdelete.enable", "false"),
                settings(probe("3.4.2", Set.of(Checks.MULTI_DELETE), Set.of())));
    }

    @Test
    void anOlderClientThatLacksAnOperationGetsNoSettingForIt() {
        assertEquals(ALWAYS, settings(probe("3.3.4", Set.of(), Set.of(Checks.CONDITIONAL, Checks.BULK_DELETE))));
    }

    @ParameterizedTest
    @ValueSource(strings = {Checks.MKDIRS, Checks.ROUND_TRIP, Checks.MULTIPART, Checks.RENAME, Checks.MAGIC})
    void withoutTheseThereIsNoSpark(String name) {
        for (ProbeResult probe :
                List.of(probe("3.4.2", Set.of(name), Set.of()), probe("3.4.2", Set.of(), Set.of(name)))) {
            Problem problem = only(S3aSettings.decide(probe).problems());
            assertEquals("PF-VER-010", problem.code());
            assertTrue(problem.what().contains("'" + name + "'"), problem.what());
        }
    }

    @Test
    void aStoreThatRefusesEvenEmptyObjectsIsOneProblemNotSix() {
        ProbeResult probe = new ProbeResult(
                "3.4.2",
                "17",
                1,
                List.of(
                        new Check(Checks.BUCKET, Outcome.PASSED, 1, ""),
                        new Check(Checks.ZERO_BYTE, Outcome.FAILED, 1, "400 XAmzContentSHA256Mismatch"),
                        new Check(Checks.ZERO_BYTE_UNSIGNED, Outcome.FAILED, 1, "403")));
        assertEquals(
                "S3A fails at 'zero-byte object' against this gateway: 400 XAmzContentSHA256Mismatch",
                only(S3aSettings.decide(probe).problems()).what());
    }

    @Test
    void differencesAreNamed() {
        S3aSettings decided = S3aSettings.decide(probe("3.4.2", Set.of(), Set.of()));
        Map<String, String> configured = new HashMap<>(ALWAYS);
        assertEquals(List.of(), decided.differences(configured));
        configured.put("fs.s3a.committer.name", "directory");
        configured.remove("fs.s3a.input.stream.type");
        configured.put("fs.s3a.create.checksum.algorithm", "SHA256");
        configured.put("fs.s3a.multipart.uploads.enabled", "false");
        assertEquals(
                List.of(
                        "fs.s3a.committer.name should be magic, is directory",
                        "fs.s3a.input.stream.type should be classic, is not set",
                        "the directory committer loses data",
                        "fs.s3a.create.checksum.algorithm breaks uploads to this gateway and should not be set",
                        "fs.s3a.multipart.uploads.enabled is off, which breaks the committers"),
                decided.differences(configured));
    }

    private static Map<String, String> settings(ProbeResult probe) {
        S3aSettings settings = S3aSettings.decide(probe);
        assertEquals(List.of(), settings.problems());
        return settings.settings();
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> settings = new TreeMap<>(ALWAYS);
        settings.put(key, value);
        return settings;
    }

    private static Problem only(List<Problem> problems) {
        assertEquals(1, problems.size(), problems::toString);
        return problems.get(0);
    }

    private static ProbeResult probe(String hadoop, Set<String> failed, Set<String> skipped) {
        List<Check> checks = Stream.of(
                        Checks.BUCKET,
                        Checks.ZERO_BYTE,
                        Checks.ZERO_BYTE_UNSIGNED,
                        Checks.MKDIRS,
                        Checks.ROUND_TRIP,
                        Checks.MULTIPART,
                        Checks.VECTORED,
                        Checks.RENAME,
                        Checks.MULTI_DELETE,
                        Checks.BULK_DELETE,
                        Checks.CONDITIONAL,
                        Checks.MAGIC)
                .map(name -> new Check(
                        name,
                        failed.contains(name)
                                ? Outcome.FAILED
                                : skipped.contains(name) ? Outcome.SKIPPED : Outcome.PASSED,
                        10,
                        failed.contains(name) ? "refused" : ""))
                .toList();
        return new ProbeResult(hadoop, "17.0.15", 2.5, checks);
    }
}
