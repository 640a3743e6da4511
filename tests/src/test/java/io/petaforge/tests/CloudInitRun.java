package io.petaforge.tests;

import io.petaforge.api.Ed25519Key;
import io.petaforge.cloud.aws.Moto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What cloud-init and EC2 do to a machine's first boot, by its user data, to a lab host. */
record CloudInitRun(String hostname, String user, String authorised, Optional<Ed25519Key> hostKey) {
    /** What a first boot finds on the machine's drives. */
    enum Drives {
        EMPTIED,
        KEPT
    }

    /** The login that the image has by itself. */
    static final String IMAGE_USER = "ubuntu";

    private static final String RENDER =
            """
            import jinja2, sys
            text = sys.stdin.read().split("\\n", 1)[1]
            data = {"ds": {"meta_data": {"ami_launch_index": %d}}}
            print(jinja2.Template(text, trim_blocks=True).render(data))
            """;

    /** @param index the instance's place in the request that made it */
    static CloudInitRun of(String userData, int index) throws IOException, InterruptedException {
        String text = userData.startsWith("## template: jinja\n")
                ? Moto.python(userData, String.format(java.util.Locale.ROOT, RENDER, index))
                : userData;
        if (!text.startsWith("#cloud-config\n")) {
            throw new IOException("no user data of cloud-init");
        }
        Map<String, Object> data = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        Map<?, ?> keys = (Map<?, ?>) data.get("ssh_keys");
        List<String> authorised = new ArrayList<>();
        ((List<?>) data.get("ssh_authorized_keys")).forEach(key -> authorised.add(key.toString()));
        return new CloudInitRun(
                data.get("hostname").toString(),
                IMAGE_USER,
                String.join("\n", authorised),
                Optional.of(new Ed25519Key(
                        keys.get("ed25519_private").toString(),
                        keys.get("ed25519_public").toString())));
    }

    /**
     * Parameters: host name, login, its keys, then serial and size of each volume, the operating system's first. A volume is
     * a drive of the host of that size, it is empty unless it was the machine's before, and its serial is the volume's id, as
     * Nitro shows it.
     */
    static String script(Drives drives) {
        return """
                set -eu
                hostname "$1"
                echo "$1" >/etc/hostname
                id "$2" >/dev/null 2>&1 || useradd -m -s /bin/bash -p '*' "$2"
                echo "$2 ALL=(ALL) NOPASSWD:ALL" >/etc/sudoers.d/90-cloud-init-users
                mkdir -p "/home/$2/.ssh"
                echo "$3" >"/home/$2/.ssh/authorized_keys"
                chown -R "$2:" "/home/$2/.ssh"
                chmod -R go= "/home/$2/.ssh"
                root=$4
                shift 5
                table=/etc/petaforge/lab-disks
                awk -v root="$root" '$5 == "boot" { $1 = root; print }' $table >$table.new
                awk '$5 == "data"' $table >$table.free
                while [ $# -gt 0 ]; do
                    line=$(awk -v size="$2" '$3 == size { print; exit }' $table.free)
                    [ -n "$line" ] || { echo "no drive of $2 bytes is free" >&2; exit 1; }
                    grep -vxF "$line" $table.free >$table.rest || :
                    mv $table.rest $table.free
                    DRIVE "$(echo "$line" | cut -d " " -f 2)"
                    echo "$1 ${line#* }" >>$table.new
                    shift 2
                done
                mv $table.new $table
                rm -f $table.free /dev/disk/by-id/petaforge-*
                /usr/lib/petaforge/lab-disks
                """
                .replace("DRIVE", drives == Drives.KEPT ? "test -b" : "blkdiscard -f");
    }
}
