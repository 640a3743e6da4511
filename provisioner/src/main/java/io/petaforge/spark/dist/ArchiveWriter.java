package io.petaforge.spark.dist;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes the tar of a distribution: the same files give the same bytes, whenever and wherever it is written. */
final class ArchiveWriter {
    // 2020-01-01: any fixed time will do, but not 0, which tar reports as implausibly old.
    private static final long MODIFIED_MILLIS = 1_577_836_800_000L;
    private static final int BUFFER = 1 << 20;

    /** What was written. */
    record Written(String archiveSha256, String sumsSha256) {}

    private ArchiveWriter() {}

    /**
     * Writes the files, and {@code SHA256SUMS} over them, to {@code target}.
     *
     * @throws IOException when a file cannot be read or written, or is no longer what its checksum says
     */
    static Written write(Path target, Collection<TreeEntry> files) throws IOException {
        TreeSet<TreeEntry> sorted = new TreeSet<>(files);
        StringBuilder sums = new StringBuilder();
        sorted.forEach(file ->
                sums.append(file.sha256()).append("  ").append(file.path()).append('\n'));
        List<TreeEntry> all = new ArrayList<>(sorted);
        all.add(TreeEntry.of("SHA256SUMS", sums.toString()));
        MessageDigest digest = Sha256.digest();
        TreeSet<String> directories = new TreeSet<>();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(
                new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(target), BUFFER), digest),
                "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (TreeEntry file : all) {
                directories(tar, directories, file.path());
                copy(tar, file);
            }
        }
        return new Written(Sha256.hex(digest.digest()), Sha256.of(sums.toString()));
    }

    private static void directories(TarArchiveOutputStream tar, TreeSet<String> known, String path) throws IOException {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String directory = path.substring(0, slash + 1);
            if (known.add(directory)) {
                tar.putArchiveEntry(entry(directory, 0, 0755));
                tar.closeArchiveEntry();
            }
        }
    }

    private static void copy(TarArchiveOutputStream tar, TreeEntry file) throws IOException {
        tar.putArchiveEntry(entry(file.path(), file.size(), file.executable() ? 0755 : 0644));
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(file.content().open(), digest)) {
            in.transferTo(tar);
        }
        tar.closeArchiveEntry();
        if (!Sha256.hex(digest.digest()).equals(file.sha256())) {
            throw new IOException(file.path() + " changed while it was being packed");
        }
    }

    private static TarArchiveEntry entry(String name, long size, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setMode(mode);
        entry.setModTime(MODIFIED_MILLIS);
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        return entry;
    }
}
