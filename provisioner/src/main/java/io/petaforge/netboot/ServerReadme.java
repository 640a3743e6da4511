package io.petaforge.netboot;

import java.util.List;

/** What the server's administrator has to do. */
final class ServerReadme {
    private ServerReadme() {}

    static String render(BootServer server, List<BootTarget> targets) {
        StringBuilder text = new StringBuilder(
                """
                A network boot server for the cluster %1$s: it installs Ubuntu on the machines below when they boot
                from the network, and answers no other machine.

                What is still to be put here, from Ubuntu's packages shim-signed and grub-efi-amd64-signed and from an
                image of Ubuntu Server 22.04 or later:

                  tftp/bootx64.efi        /usr/lib/shim/shimx64.efi.signed
                  tftp/grubx64.efi        /usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed
                  tftp/images/vmlinuz     casper/vmlinuz of the image
                  tftp/images/initrd      casper/initrd of the image
                  http/images/ubuntu.iso  the image itself

                Then, on %2$s:

                  dnsmasq --conf-file=%3$s/dnsmasq.conf
                  nginx with %3$s/nginx.conf in its http section

                The files named user-data hold private SSH host keys. Only their owner may read them: let the web
                server run as that user, and keep this directory from everybody else. Each machine is given its own
                alone, by its address.

                Machines whose own boot order begins with the network are installed at every boot: have their
                firmware begin with the disk. 'petaforge power reinstall' asks for the network once.

                What is on the boot drive is lost. Other drives are not touched; a machine that has no drive with the
                serial number below is not installed.

                """
                        .formatted(server.cluster(), server.address(), server.directory()));
        targets.forEach(target -> text.append(String.format(
                java.util.Locale.ROOT,
                "  %-16s %s  %-15s  boot drive %s%n",
                target.machine(),
                target.mac(),
                target.address(),
                target.bootDrive())));
        return text.toString();
    }
}
