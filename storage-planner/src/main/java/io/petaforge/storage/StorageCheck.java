package io.petaforge.storage;

import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds everything that stands in the way of a plan, all at once. */
final class StorageCheck {
    private final StorageRequest request;
    private final List<Problem> problems = new ArrayList<>();

    private StorageCheck(StorageRequest request) {
        this.request = request;
    }

    static List<Problem> problems(StorageRequest request) {
        StorageCheck check = new StorageCheck(request);
        check.protection();
        check.domains();
        check.problems.addAll(HostCheck.problems(request));
        return List.copyOf(check.problems);
    }

    private void protection() {
        if (request.protection() instanceof Protection.Replicated replicated
                && (replicated.size() < 2 || replicated.minSize() < 1 || replicated.minSize() > replicated.size())) {
            add(
                    "PF-STO-001",
                    "storage.protection",
                    "replica " + replicated.size() + " with at least " + replicated.minSize()
                            + " written cannot be kept",
                    "Write replica 3.");
        }
        if (request.protection() instanceof Protection.Erasure erasure && (erasure.k() < 2 || erasure.m() < 1)) {
            add(
                    "PF-STO-002",
                    "storage.protection",
                    "ec " + erasure.k() + "+" + erasure.m()
                            + " is not erasure coding: k is at least 2 and m at least 1",
                    "Write for example ec 4+2.");
        }
    }

    private void domains() {
        if (request.driveCount() == 0) {
            add(
                    "PF-STO-003",
                    "machines",
                    "no machine has a drive for an OSD",
                    "Give the storage machines osd volumes.");
            return;
        }
        Set<String> domains = request.hosts().stream()
                .filter(host -> !host.drives().isEmpty())
                .map(request::domainOf)
                .collect(Collectors.toCollection(TreeSet::new));
        String kind = request.failureDomain().bucketType();
        int width = request.protection().width();
        if (domains.size() < width) {
            add(
                    "PF-STO-004",
                    "storage",
                    StoragePlanner.describe(request.protection()) + " needs " + width + " " + kind
                            + "s with OSDs, and there are " + domains.size() + ": " + String.join(", ", domains),
                    request.failureDomain() == StorageRequest.FailureDomain.RACK
                            ? "Add racks, ask for less, or set storage.failureDomain to host."
                            : "Add storage machines or ask for less.");
        }
    }

    private void add(String code, String path, String what, String fix) {
        problems.add(Problem.at(code, path, what, fix));
    }
}
