package io.petaforge.maas.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the region does with machines: the recorded transitions, and the recorded refusals of all others. */
final class FakeOperations {
    private static final List<String> LAYOUTS = List.of("custom", "lvm", "vmfs7", "vmfs6", "bcache", "flat", "blank");

    private final FakeRegion region;
    private final FakeLifecycle lifecycle;

    FakeOperations(FakeRegion region) {
        this.region = region;
        this.lifecycle = region.lifecycle();
    }

    FakeReply collection(FakeRequest request) {
        if (request.method().equals("GET")) {
            return switch (request.op()) {
                case "None" -> region.machines(request);
                case "list_allocated" -> listAllocated(request);
                case "is_registered" ->
                    FakeReply.json(JsonNodeFactory.instance.booleanNode(
                            region.machines().stream().anyMatch(machine -> machine.body
                                    .path("interface_set")
                                    .findValuesAsText("mac_address")
                                    .contains(request.query("mac_address").orElse("")))));
                default -> FakeReply.unknownOperation(request);
            };
        }
        return switch (request.op()) {
            case "allocate" -> allocate(request);
            case "release" -> releaseMany(request);
            default -> FakeReply.unknownOperation(request);
        };
    }

    private FakeReply listAllocated(FakeRequest request) {
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        region.machines().stream()
                .filter(machine -> machine.owner().equals(request.user())
                        && List.of(6, 9, 10, 11).contains(machine.status()))
                .filter(machine -> !request.query().containsKey("id")
                        || request.query().get("id").contains(machine.id()))
                .forEach(machine -> found.add(machine.body));
        return FakeReply.json(found);
    }

    private FakeReply allocate(FakeRequest request) {
        if (request.json()) {
            return FakeReply.text(500, "'dict' object has no attribute 'lists'");
        }
        FakeConstraints constraints = new FakeConstraints(request.form());
        Optional<FakeReply> refused = constraints.refused(region);
        if (refused.isPresent()) {
            return refused.get();
        }
        for (FakeMachine machine : region.machines()) {
            Optional<ObjectNode> matched = machine.status() == 4 ? constraints.match(machine) : Optional.empty();
            if (matched.isPresent()) {
                if (!request.form("dry_run").orElse("").equals("true")) {
                    machine.status(10);
                    machine.body.put("owner", request.user());
                    machine.agent = request.form("agent_name").orElse("");
                }
                ObjectNode answer = machine.body.deepCopy();
                answer.set("constraints_by_type", verbose(matched.get(), request));
                return FakeReply.json(answer);
            }
        }
        return FakeReply.text(409, constraints.nobody());
    }

    private static ObjectNode verbose(ObjectNode matched, FakeRequest request) {
        if (request.form("verbose").isPresent()) {
            matched.putObject("verbose_storage");
            matched.putObject("verbose_interfaces");
        }
        return matched;
    }

    private FakeReply releaseMany(FakeRequest request) {
        List<String> ids = request.form().getOrDefault("machines", List.of());
        List<String> unknown =
                ids.stream().filter(id -> region.machine(id) == null).toList();
        if (!unknown.isEmpty()) {
            return FakeReply.text(400, "Unknown machine(s): " + String.join(", ", unknown) + ".");
        }
        List<FakeMachine> machines = ids.stream().map(region::machine).toList();
        String wrong = machines.stream()
                .filter(machine -> !FakeLifecycle.RELEASABLE.contains(machine.status()))
                .map(machine -> machine.id() + " ('" + FakeMachine.NAMES.get(machine.status()) + "')")
                .collect(Collectors.joining(", "));
        if (!wrong.isEmpty()) {
            return FakeReply.text(409, "Machine(s) cannot be released in their current state: " + wrong + ".");
        }
        ArrayNode released = JsonNodeFactory.instance.arrayNode();
        machines.stream().filter(machine -> machine.status() != 4).forEach(machine -> {
            lifecycle.release(machine);
            released.add(machine.id());
        });
        return FakeReply.json(released);
    }

    FakeReply machine(FakeRequest request, FakeMachine machine) {
        if (machine == null) {
            return FakeReply.noMachine();
        }
        boolean owns = machine.owner().isEmpty() || machine.owner().equals(request.user()) || request.superuser();
        if (!owns) {
            return FakeReply.forbidden();
        }
        if (request.method().equals("DELETE")) {
            region.remove(machine.id());
            return FakeReply.bare(204, "");
        }
        if (request.method().equals("GET")) {
            return switch (request.op()) {
                case "None" -> FakeReply.json(machine.body);
                case "query_power_state" ->
                    FakeReply.json(JsonNodeFactory.instance
                            .objectNode()
                            .put("state", machine.body.path("power_state").asText()));
                default -> FakeReply.unknownOperation(request);
            };
        }
        // Every write to a locked machine is refused, but for taking the lock off or putting it on again.
        if (machine.locked() && !List.of("lock", "unlock").contains(request.op())) {
            return FakeReply.forbidden();
        }
        return switch (request.op()) {
            case "deploy" -> lifecycle.deploy(request, machine);
            case "release" -> lifecycle.release(request, machine);
            case "abort" -> lifecycle.abort(machine);
            case "mark_broken" -> markBroken(request, machine);
            case "mark_fixed" ->
                machine.status() == 8
                        ? freed(machine)
                        : FakeReply.text(409, "Can't mark a non-broken node as 'Ready'.");
            case "lock" -> lock(machine);
            case "unlock" -> unlock(machine);
            case "set_workload_annotations" -> annotate(request, machine);
            case "set_storage_layout" -> layout(request, machine);
            case "override_failed_testing" -> override(machine);
            case "commission" -> commission(request, machine);
            case "power_on" -> lifecycle.powerOn(request, machine);
            case "power_off" -> lifecycle.power(machine, false);
            default -> FakeReply.unknownOperation(request);
        };
    }

    private FakeReply markBroken(FakeRequest request, FakeMachine machine) {
        // For the owner only, an administrator without the machine is refused too.
        if (!machine.owner().equals(request.user())) {
            return FakeReply.forbidden();
        }
        machine.free();
        machine.status(8);
        region.event(
                machine, "INFO", "Marking node broken", request.form("comment").orElse(""));
        return FakeReply.json(machine.body);
    }

    private static FakeReply freed(FakeMachine machine) {
        machine.free();
        return FakeReply.json(machine.body);
    }

    private static FakeReply lock(FakeMachine machine) {
        if (machine.locked()) {
            return FakeReply.text(409, "Machine is already locked");
        }
        if (machine.status() != 6 && machine.status() != 9) {
            return FakeReply.text(409, "Can't lock, node is not deployed or deploying");
        }
        machine.body.put("locked", true);
        return FakeReply.json(machine.body);
    }

    private static FakeReply unlock(FakeMachine machine) {
        if (!machine.locked()) {
            return FakeReply.text(409, "Machine is not locked");
        }
        machine.body.put("locked", false);
        return FakeReply.json(machine.body);
    }

    private static FakeReply annotate(FakeRequest request, FakeMachine machine) {
        if (machine.owner().isEmpty()) {
            return FakeReply.text(409, "Cannot set workload annotation: it hasn't been acquired.");
        }
        ObjectNode annotations = (ObjectNode) machine.body.path("workload_annotations");
        request.form().forEach((name, values) -> {
            if (values.get(0).isEmpty()) {
                annotations.remove(name);
            } else {
                annotations.put(name, values.get(0));
            }
        });
        machine.body.set("owner_data", annotations.deepCopy());
        return FakeReply.json(machine.body);
    }

    private static FakeReply layout(FakeRequest request, FakeMachine machine) {
        if (!request.superuser()) {
            return FakeReply.forbidden();
        }
        if (machine.status() != 4) {
            return FakeReply.text(409, "Cannot change the storage layout on a machine that is not Ready.");
        }
        String layout = request.form("storage_layout").orElse("");
        if (!LAYOUTS.contains(layout)) {
            return FakeReply.invalid(
                    "storage_layout",
                    "'" + layout + "' is not a valid storage_layout.  It should be one of: "
                            + LAYOUTS.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ")) + ".");
        }
        int boot = machine.body.path("boot_disk").path("id").asInt();
        int root = Integer.parseInt(request.form("root_device").orElse("" + boot));
        if (machine.drive(root) == null) {
            return FakeReply.invalid(
                    "root_device",
                    "'" + root + "' is not a valid root_device.  It should be one of: "
                            + machine.drives().stream()
                                    .map(drive -> "'" + drive.path("id").asInt() + "'")
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        long most = machine.drive(root).path("size").asLong() - 1_073_741_824L;
        String size = request.form("root_size").orElse("1G");
        if (Long.parseLong(size.replaceAll("\\D", "")) * 1_000_000_000L > most) {
            return FakeReply.invalid("root_size", "Size is too large. Maximum size is 479030239232.");
        }
        machine.drives().forEach(FakeMachine::clear);
        if (layout.equals("flat")) {
            FakeMachine.root(machine.drive(root), machine.id());
            if (root != boot) {
                // Recorded: the boot disk is left with an empty partition table, and then matches nothing.
                machine.drive(boot).put("partition_table_type", "GPT");
            }
        }
        machine.drivesChanged();
        return FakeReply.json(machine.body);
    }

    private static FakeReply override(FakeMachine machine) {
        if (machine.status() != 22) {
            return FakeReply.text(409, "Unable to override node status. Node is not in 'Failed testing' status.");
        }
        machine.status(4);
        machine.body.putNull("owner");
        return FakeReply.json(machine.body);
    }

    private static FakeReply commission(FakeRequest request, FakeMachine machine) {
        if (!request.superuser()) {
            return FakeReply.forbidden();
        }
        if (!List.of(0, 2, 4, 8, 22).contains(machine.status())) {
            return FakeReply.invalid(
                    "__all__", "Commission is not available because of the current state of the node.");
        }
        machine.status(1);
        machine.message("Commissioning");
        machine.body.put("owner", request.user());
        return FakeReply.json(machine.body);
    }
}
