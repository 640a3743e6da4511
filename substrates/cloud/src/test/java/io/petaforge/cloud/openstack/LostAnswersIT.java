package io.petaforge.cloud.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.petaforge.api.ClusterRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The connection breaks once at each kind of request that makes something: before the cloud heard of it, or when it was done
 * and only its answer was lost. The run goes on, and nothing is there twice.
 */
class LostAnswersIT {
    private static final ClusterRequest REQUEST = Zoo.request("unheard", 1, 1, "zone-a", "zone-b");
    private static final OpenStackSettings SETTINGS = Zoo.floating(Zoo.settings("debian-12", "10.65.0.0/24"));
    /** The project of the tests that end runs. */
    private static final String CLOUD = System.getProperty("petaforge.cloud", "petaforge-kills");

    @TempDir
    static Path directory;

    private static List<String> before = List.of();
    /** What a cluster is made of when nothing breaks. */
    private static List<String> whole = List.of();

    @BeforeAll
    static void honestly() {
        Zoo.assumeThere();
        before = Zoo.listing(CLOUD);
        try (OpenStackSubstrate honest = Zoo.substrate(SETTINGS, CLOUD, directory)) {
            assertEquals(2, honest.acquire(REQUEST, message -> {}).size());
            whole = kinds();
            assertEquals(List.of(), honest.release("unheard", message -> {}).remaining());
        }
    }

    /** Breaks the first connection of every kind of request that makes something; logins are none. */
    private static final class FirstOfEachBreaks implements Gateway.Watch {
        private final Gateway.Moment moment;
        private final Set<String> broken = new TreeSet<>();

        FirstOfEachBreaks(Gateway.Moment moment) {
            this.moment = moment;
        }

        @Override
        public Gateway.Moment when(int number, String request) {
            boolean makes = (request.startsWith("POST ") && !request.contains("/auth/"))
                    || request.endsWith("/add_router_interface");
            return makes && broken.add(request) ? moment : Gateway.Moment.NEVER;
        }

        @Override
        public boolean isAnswered() {
            return false;
        }
    }

    @Test
    void whatWasMadeIsFoundWhenItsAnswerWasLost() throws IOException {
        goesOn(Gateway.Moment.AFTER);
    }

    @Test
    void whatWasNeverHeardOfIsAskedForAgain() throws IOException {
        goesOn(Gateway.Moment.BEFORE);
    }

    private void goesOn(Gateway.Moment moment) throws IOException {
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        FirstOfEachBreaks breaking = new FirstOfEachBreaks(moment);
        try (Gateway gateway = Gateway.open().here();
                OpenStackSubstrate substrate = Zoo.substrate(SETTINGS, CLOUD, directory)) {
            gateway.watch(breaking);
            assertEquals(2, substrate.acquire(REQUEST, said::add).size(), said::toString);
            assertEquals(whole, kinds(), said::toString);
            assertEquals(List.of(), substrate.orphans("unheard"));
            int asked = gateway.requests().size();
            substrate.acquire(REQUEST, said::add);
            assertFalse(
                    gateway.requests().stream()
                            .skip(asked)
                            .anyMatch(request -> request.matches("(POST|PUT) .*(?<!tokens)")),
                    "a second run makes nothing");
            assertEquals(List.of(), substrate.release("unheard", said::add).remaining());
        }
        for (String kind : List.of(
                "/networks",
                "/subnets",
                "/routers",
                "/add_router_interface",
                "/security-groups",
                "/security-group-rules",
                "/os-server-groups",
                "/ports",
                "/volumes",
                "/servers",
                "/floatingips")) {
            assertTrue(
                    breaking.broken.stream()
                            .anyMatch(request -> request.replace(".json", "").endsWith(kind)),
                    kind + " in " + breaking.broken);
        }
        assertEquals(before, Zoo.listing(CLOUD));
    }

    /** What is there and was not before, without ids and names. */
    private static List<String> kinds() {
        List<String> more = new ArrayList<>(Zoo.listing(CLOUD));
        before.forEach(more::remove);
        return more.stream()
                .map(thing -> thing.replaceAll(" petaforge-.*| [0-9a-f-]{36}.*| [0-9.]+ .*", ""))
                .sorted()
                .toList();
    }
}
