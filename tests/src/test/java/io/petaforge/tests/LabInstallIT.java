package io.petaforge.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A host that begins as a bare operating system gets its packages from petaforge, and serves like the others. */
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "a lab needs root: run as root to test it")
class LabInstallIT {
    private static final String INVENTORY =
            Petaforge.root().resolve("inventories/lab-install.yaml").toString();

    @TempDir
    Path directory;

    @AfterEach
    void destroyWhateverIsLeft() throws Exception {
        new Petaforge(directory).run("destroy", "--yes", INVENTORY);
    }

    @Test
    void packagesAreInstalledOnABareHost() throws Exception {
        Petaforge petaforge = new Petaforge(directory);
        petaforge.run("build", "--no-verify", INVENTORY).mustExit(0);
        String bare = petaforge
                .run("ssh", INVENTORY, "storage-bare-1", "--", "dpkg-query -W -f '${Version}' ceph-osd")
                .mustExit(0)
                .stdout();
        String prepared = petaforge
                .run("ssh", INVENTORY, "storage-1", "--", "dpkg-query -W -f '${Version}' ceph-osd")
                .mustExit(0)
                .stdout();
        assertTrue(!bare.isBlank(), "ceph-osd is installed");
        assertEquals(prepared, bare);
        String osds = petaforge
                .run("ssh", INVENTORY, "storage-bare-1", "--", "ceph osd ls-tree storage-bare-1 | wc -l")
                .mustExit(0)
                .stdout();
        assertEquals("2", osds.strip());
    }
}
