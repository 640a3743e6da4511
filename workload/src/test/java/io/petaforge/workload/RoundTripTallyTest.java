package io.petaforge.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.workload.result.ResultLine;
import io.petaforge.workload.result.RoundTripResult;
import io.petaforge.workload.result.RoundTripResult.Versions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundTripTallyTest {
    private final RoundTripTally tally = new RoundTripTally(2, 1000, 100);

    @Test
    void whatCameBackAsWrittenIsSound() {
        verdict(List.of(object(0, "a", 11), object(1, "b", 22)), List.of(object(0, "b", 11), object(1, "a", 22)));
        assertTrue(tally.sound(), () -> tally.result().problems().toString());
        RoundTripResult result = tally.result();
        assertEquals(20, result.rows());
        assertEquals(20, result.rowsRead());
        assertEquals(2000, result.write().bytes());
        assertEquals(400, result.write().rate());
        assertEquals(List.of("host-a", "host-b"), result.hosts());
        assertEquals(1000, result.executors().get(0).write().bytes());
        assertEquals(0.5, result.executors().get(0).write().seconds());
    }

    @Test
    void theResultSurvivesItsLineAmongOtherOutput() {
        tally.versions(new Versions("4.1.2", "2.13.17", "3.4.2", "17"), Map.of("fs.s3a.committer.name", "magic"));
        verdict(List.of(object(0, "a", 11), object(1, "b", 22)), List.of(object(0, "b", 11), object(1, "a", 22)));
        String output = "log line\n" + ResultLine.of(tally.result()) + "\nanother\n";
        assertEquals(
                tally.result(), ResultLine.find(output, RoundTripResult.class).orElseThrow());
        assertTrue(ResultLine.find("log line\n", RoundTripResult.class).isEmpty());
    }

    @Test
    void everyLossIsNamed() {
        tally.phase("compared the data");
        expect(
                "object 1: was not read back",
                List.of(object(0, "a", 1), object(1, "b", 2)),
                List.of(object(0, "b", 1)));
        expect("object 0: was not written", List.of(object(1, "b", 2)), List.of(object(0, "a", 1), object(1, "b", 2)));
        expect(
                "object 1: checksum 00000002 written, 00000003 read back",
                List.of(object(0, "a", 1), object(1, "b", 2)),
                List.of(object(0, "a", 1), object(1, "b", 3)));
        expect(
                "object 0: 10 rows expected, 10 written, 9 read back",
                List.of(object(0, "a", 1), object(1, "b", 2)),
                List.of(new ObjectDone(0, "a", "host-a", 0, 1, 9, 1, 0), object(1, "b", 2)));
        expect(
                "object 0: 4 rows came back in another's place",
                List.of(object(0, "a", 1), object(1, "b", 2)),
                List.of(new ObjectDone(0, "a", "host-a", 0, 1, 10, 1, 4), object(1, "b", 2)));
        expect(
                "only 1 of 2 executors read",
                List.of(object(0, "a", 1), object(1, "b", 2)),
                List.of(object(0, "a", 1), object(1, "a", 2)));
    }

    @Test
    void anotherCommitterIsNotTrusted() {
        List<ObjectDone> done = List.of(object(0, "a", 1), object(1, "b", 2));
        tally.phase("compared the data");
        tally.written(done, 5, 1);
        tally.read(done, 2);
        tally.committer("directory");
        tally.compare(2);
        assertEquals(
                List.of("while it compared the data: the data was committed by directory, expected magic"),
                tally.result().problems());
    }

    @Test
    void nothingAtAllIsNotSuccess() {
        tally.compare(2);
        assertFalse(tally.sound());
    }

    private static void expect(String problem, List<ObjectDone> written, List<ObjectDone> read) {
        RoundTripTally tally = new RoundTripTally(2, 1000, 100);
        tally.phase("compared the data");
        tally.committer("magic");
        tally.written(written, 5, 1);
        tally.read(read, 2);
        tally.compare(2);
        assertTrue(
                tally.result().problems().contains("while it compared the data: " + problem),
                () -> tally.result().problems().toString());
    }

    private void verdict(List<ObjectDone> written, List<ObjectDone> read) {
        tally.committer("magic");
        tally.written(written, 5, 1);
        tally.read(read, 2);
        tally.compare(2);
    }

    private static ObjectDone object(int number, String executor, int checksum) {
        return new ObjectDone(number, executor, "host-" + executor, 1000, 500_000, 10, checksum, 0);
    }
}
