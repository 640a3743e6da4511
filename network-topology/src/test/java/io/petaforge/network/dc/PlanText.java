package io.petaforge.network.dc;

import io.petaforge.api.Asn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A plan in full, for golden files. */
final class PlanText {
    private PlanText() {}

    static String summary(DataCenterPlan plan) {
        List<String> lines = new ArrayList<>(List.of(plan.shape().toString()));
        for (Role role : Role.values()) {
            lines.add(role + " " + plan.tier(role).size());
        }
        BillOfMaterials bill = BillOfMaterials.of(plan);
        bill.switches().forEach((what, count) -> lines.add(count + " x " + what));
        bill.cables().forEach((what, count) -> lines.add(count + " x " + what));
        bill.optics().forEach((what, count) -> lines.add(count + " x " + what));
        return String.join("\n", lines) + "\n";
    }

    static String full(DataCenterPlan plan) {
        List<String> lines = new ArrayList<>();
        plan.racks().forEach(rack -> lines.add(rack.toString()));
        for (Device device : plan.devices()) {
            lines.add(String.join(
                    " ",
                    device.id().value(),
                    device.role().name(),
                    "AS" + device.asn().map(Asn::toString).orElse("-"),
                    device.loopbacks().toString(),
                    device.anycast().toString(),
                    device.segments().toString(),
                    device.outOfBand().orElse("-"),
                    device.ports().stream()
                            .map(port -> port.name()
                                    + port.address().map(a -> "=" + a).orElse(""))
                            .collect(Collectors.joining(",", "[", "]"))));
        }
        plan.links()
                .forEach(link -> lines.add(link.a() + " -- " + link.b() + " " + link.rate() + " " + link.medium() + " "
                        + link.metres() + " m"));
        plan.services().forEach(service -> lines.add(service.name() + " " + service.address()));
        return summary(plan) + String.join("\n", lines) + "\n";
    }
}
