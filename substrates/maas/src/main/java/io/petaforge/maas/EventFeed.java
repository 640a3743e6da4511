package io.petaforge.maas;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** New events of machines: one request for each page of them, however many events there were before. */
final class EventFeed {
    /** Ids are six characters: a hundred of them fit into an address that every proxy takes. */
    private static final int PAGE = 100;
    /** MAAS answers at most that many. */
    private static final int MOST = 1000;

    private final Maas maas;
    private Optional<Long> last = Optional.empty();
    private final Map<String, String> latest = new HashMap<>();

    EventFeed(Maas maas) {
        this.maas = maas;
    }

    /** Passes over everything that has happened until now. */
    void begin(Collection<String> nodes) {
        long newest = 0;
        for (List<String> page : Maas.pages(List.copyOf(nodes), PAGE)) {
            for (MaasEvent event : maas.events(page, Optional.empty(), 1)) {
                newest = Math.max(newest, event.id());
            }
        }
        last = Optional.of(newest);
    }

    /**
     * What has happened since the last call, oldest first. For people only: what happens between the requests for two pages
     * may be passed over, and decisions are made on the machines' states.
     */
    List<MaasEvent> news(Collection<String> nodes) {
        List<MaasEvent> news = new ArrayList<>();
        for (List<String> page : Maas.pages(List.copyOf(nodes), PAGE)) {
            news.addAll(maas.events(page, last, MOST));
        }
        for (MaasEvent event : news) {
            last = Optional.of(Math.max(last.orElse(0L), event.id()));
            latest.put(event.node(), event.words());
        }
        return news;
    }

    /** The last that was heard of a machine. */
    Optional<String> latest(String node) {
        return Optional.ofNullable(latest.get(node));
    }
}
