package io.petaforge.netboot;

/** What GRUB, booted over the network, does next. */
final class GrubMenu {
    private GrubMenu() {}

    /** A machine that has no menu of its own goes on with its own boot order: to its disk. */
    static String first() {
        return """
                set timeout=0
                if [ -f /grub/host-$net_default_mac.cfg ]; then
                    configfile /grub/host-$net_default_mac.cfg
                fi
                exit
                """;
    }

    /** The installer in memory, its answers by HTTP; a semicolon ends a command of GRUB's unless quoted. */
    static String of(BootServer server, BootTarget target) {
        return """
                # %1$s
                set timeout=0
                menuentry "Install %1$s" {
                    linux /images/vmlinuz ip=dhcp url=%2$s/images/ubuntu.iso cloud-config-url=/dev/null root=/dev/ram0 \
                ramdisk_size=1500000 autoinstall "ds=nocloud-net;s=%2$s/%1$s/" ---
                    initrd /images/initrd
                }
                """
                .formatted(target.machine(), server.url());
    }
}
