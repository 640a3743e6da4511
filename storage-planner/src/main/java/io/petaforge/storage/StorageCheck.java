package io.petaforge.storage;

import io.petaforge.api.Problem;
import java.util.ArrayList;
import java.util.List;

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
                && (replicated.size() < 1 || replicated.minSize() < 1 || replicated.minSize() > replicated.size())) {
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
        Protection wanted = request.protection();
        if (wanted.width() < 1
                || (wanted instanceof Protection.Erasure erasure && (erasure.k() < 2 || erasure.m() < 1))) {
            return;
        }
        int hosts = (int) request.hosts().stream()
                .filter(host -> !host.drives().isEmpty())
                .count();
        ProtectionChoice.misfit(
                        request.hostsPerDomain(), request.failureDomain().bucketType(), hosts, wanted)
                .ifPresent(misfit -> add("PF-STO-004", "storage.protection", misfit.what(), misfit.fix()));
    }

    private void add(String code, String path, String what, String fix) {
        problems.add(Problem.at(code, path, what, fix));
    }
}
