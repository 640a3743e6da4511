package io.petaforge.netboot;

import java.util.ArrayList;
import java.util.List;

/** {@code dnsmasq.conf}: DHCP and TFTP for the listed machines and for nobody else. */
final class DnsmasqFile {
    /** Client architectures of RFC 4578 that mean UEFI on x86-64: 7, and 9 by firmware that counts otherwise. */
    private static final List<Integer> UEFI = List.of(7, 9);

    private DnsmasqFile() {}

    static String render(BootServer server, List<BootTarget> targets) {
        List<String> lines = new ArrayList<>(List.of(
                "# Network boot of the machines of the cluster " + server.cluster() + ". No other machine is answered.",
                "# Test: dnsmasq --test --conf-file=" + server.directory().resolve("dnsmasq.conf"),
                "port=0",
                "listen-address=" + server.address(),
                "bind-interfaces",
                "log-dhcp",
                "enable-tftp",
                "tftp-root=" + server.directory().resolve("tftp"),
                "dhcp-range=" + server.network().address(0) + "," + (server.proxy() ? "proxy" : "static")));
        for (BootTarget target : targets) {
            lines.add("dhcp-host=" + target.mac() + ",set:known,"
                    + (server.proxy() ? target.machine() : target.address() + "," + target.machine()));
        }
        lines.add("dhcp-ignore=tag:!known");
        if (server.proxy()) {
            lines.add("pxe-service=tag:known,x86-64_EFI,\"petaforge\",bootx64.efi," + server.address());
        } else {
            UEFI.forEach(number -> lines.add("dhcp-match=set:uefi,option:client-arch," + number));
            lines.add("dhcp-boot=tag:uefi,bootx64.efi,," + server.address());
        }
        return String.join("\n", lines) + "\n";
    }
}
