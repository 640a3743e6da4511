package io.petaforge.maas.fake;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What takes time: deployments, releases, erases; and what ends them. */
final class FakeLifecycle {
    static final List<Integer> RELEASABLE = List.of(4, 6, 8, 9, 10, 11, 12, 15);
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final FakeRegion region;
    private Duration deployment = Duration.ofMinutes(8);
    private Duration erase = Duration.ofMinutes(2);
    private Optional<Installer> installer = Optional.empty();
    private int addresses = 20;

    FakeLifecycle(FakeRegion region) {
        this.region = region;
    }

    void deployment(Duration takes) {
        deployment = takes;
    }

    void erase(Duration takes) {
        erase = takes;
    }

    void installer(Installer real) {
        installer = Optional.of(real);
    }

    int nextAddress() {
        return addresses++;
    }

    FakeReply deploy(FakeRequest request, FakeMachine machine) {
        if (machine.status() != 10 && machine.status() != 4) {
            return FakeReply.text(
                    409,
                    "Can't deploy a machine that is in the '" + FakeMachine.NAMES.get(machine.status()) + "' state");
        }
        String series = request.form("distro_series").orElse("jammy");
        List<String> images = new ArrayList<>();
        region.list("boot-resources/")
                .forEach(image -> images.add(image.path("name").asText()));
        if (!images.contains("ubuntu/" + series)) {
            return FakeReply.invalid(
                    "distro_series",
                    "'" + series + "' is not a valid distro_series.  It should be one of: '', "
                            + images.stream()
                                    .distinct()
                                    .sorted()
                                    .map(image -> "'" + image + "'")
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        if (machine.owner().isEmpty()) {
            machine.body.put("owner", request.user());
            machine.status(10);
        }
        if (machine.body.path("interface_set").findValuesAsText("cidr").contains("10.30.0.0/30")) {
            return FakeReply.text(503, "No more IPs available in subnet: 10.30.0.0/30.");
        }
        machine.userData = request.form("user_data").orElse("");
        startDeployment(machine, series);
        return FakeReply.json(machine.body);
    }

    private void startDeployment(FakeMachine machine, String series) {
        machine.forgetFuture();
        machine.status(9);
        machine.message("Deploying");
        machine.body.put("osystem", "ubuntu").put("distro_series", series).put("hwe_kernel", "ga-22.04");
        machine.body.put("current_installation_result_id", 23);
        machine.addresses(true, nextAddress());
        region.event(machine, "INFO", "Deploying", "");
        machine.after(region.now(), MOMENT, () -> machine.power("on"));
        switch (machine.fate) {
            case FAILS -> machine.after(region.now(), deployment.multipliedBy(3).dividedBy(8), () -> failed(machine));
            case VANISHES -> machine.after(region.now(), deployment.dividedBy(4), () -> region.remove(machine.id()));
            case STUCK ->
                machine.after(region.now(), MOMENT, () -> region.event(machine, "INFO", "Performing PXE boot", ""));
            default -> {
                if (installer.isEmpty()) {
                    machine.after(region.now(), deployment, () -> deployed(machine, series));
                    return;
                }
                String userData = new String(Base64.getDecoder().decode(machine.userData), StandardCharsets.UTF_8);
                beside(machine, 9, () -> installer.get().install(machine, userData), () -> deployed(machine, series));
            }
        }
    }

    /** Work on the real machine, and what the region makes of it if the machine is still in that state then. */
    private void beside(FakeMachine machine, int during, Work work, Runnable then) {
        Thread thread = new Thread(
                () -> {
                    Optional<Exception> failure = Optional.empty();
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        failure = Optional.of(e);
                    } catch (Exception e) {
                        failure = Optional.of(e);
                    }
                    synchronized (region) {
                        if (region.machine(machine.id()) != machine || machine.status() != during) {
                            return;
                        }
                        if (failure.isEmpty()) {
                            then.run();
                            return;
                        }
                        region.event(machine, "ERROR", "Script result", String.valueOf(failure.get()));
                        if (during == 9) {
                            failed(machine);
                        } else {
                            machine.status(during == 14 ? 15 : 13);
                        }
                    }
                },
                "machine-" + machine.hostname());
        thread.setDaemon(true);
        thread.start();
    }

    /** Something that takes its time and may fail. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private void failed(FakeMachine machine) {
        machine.status(11);
        region.event(machine, "ERROR", "Node installation failure", "'curtin' curtin command install");
        region.event(
                machine,
                "ERROR",
                "Marking node failed",
                "Installation failed (refer to the installation log for more information).");
    }

    private void deployed(FakeMachine machine, String series) {
        machine.status(6);
        machine.message("Deployed");
        machine.body.put("netboot", false);
        region.event(machine, "INFO", "Image Deployed", "deployed ubuntu/" + series + "/amd64/generic");
        region.event(machine, "INFO", "Deployed", "");
    }

    FakeReply release(FakeRequest request, FakeMachine machine) {
        if (!RELEASABLE.contains(machine.status())) {
            return FakeReply.text(
                    409,
                    "Machine cannot be released in its current state ('" + FakeMachine.NAMES.get(machine.status())
                            + "').");
        }
        if (machine.status() != 4
                && machine.status() != 8
                && request.form("erase").orElse("").equals("true")) {
            machine.forgetFuture();
            machine.status(14);
            machine.after(region.now(), MOMENT, () -> machine.power("on"));
            if (installer.isPresent() && machine.fate != FakeMachine.Fate.ERASE_FAILS) {
                beside(machine, 14, () -> installer.get().release(machine, true), machine::free);
                return FakeReply.json(machine.body);
            }
            machine.after(region.now(), erase, () -> {
                if (machine.fate == FakeMachine.Fate.ERASE_FAILS) {
                    machine.status(15);
                } else {
                    machine.free();
                }
            });
            return FakeReply.json(machine.body);
        }
        if (machine.status() != 4) {
            release(machine);
        }
        return FakeReply.json(machine.body);
    }

    void release(FakeMachine machine) {
        machine.forgetFuture();
        if (!machine.on()) {
            machine.free();
            return;
        }
        machine.status(12);
        machine.message("Releasing");
        machine.agent = "";
        machine.body
                .put("osystem", "")
                .put("distro_series", "")
                .putNull("hwe_kernel")
                .put("netboot", true);
        if (installer.isPresent()) {
            beside(machine, 12, () -> installer.get().release(machine, false), machine::free);
            return;
        }
        machine.after(region.now(), Duration.ofSeconds(15), machine::free);
    }

    FakeReply abort(FakeMachine machine) {
        if (machine.status() != 9 && machine.status() != 14) {
            return FakeReply.text(
                    409,
                    "Cannot abort in current state: node " + machine.id() + " is in state "
                            + FakeMachine.NAMES.get(machine.status()) + ".");
        }
        boolean deploying = machine.status() == 9;
        machine.forgetFuture();
        machine.message(deploying ? "Aborted deployment" : "Aborted disk erasing");
        region.event(machine, "INFO", deploying ? "Aborted deployment" : "Aborted disk erasing", "");
        // The answer shows the state before.
        machine.after(region.now(), MOMENT, () -> {
            machine.status(deploying ? 10 : 15);
            machine.power("off");
        });
        return FakeReply.json(machine.body);
    }

    FakeReply powerOn(FakeRequest request, FakeMachine machine) {
        if (machine.status() == 4) {
            return FakeReply.text(409, "Can't start node: it hasn't been allocated.");
        }
        if (machine.status() == 10) {
            // Recorded: switching an allocated machine on deploys it, with the default series and no user data.
            machine.userData = "";
            startDeployment(machine, "jammy");
            machine.body.put("distro_series", "").put("osystem", "");
            return FakeReply.json(machine.body);
        }
        return power(machine, true);
    }

    FakeReply power(FakeMachine machine, boolean on) {
        machine.power(on ? "on" : "off");
        if (machine.status() == 6) {
            installer.ifPresent(real -> beside(machine, 6, () -> real.power(machine, on), () -> {}));
        }
        return FakeReply.json(machine.body);
    }
}
