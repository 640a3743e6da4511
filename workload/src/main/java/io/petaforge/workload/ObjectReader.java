package io.petaforge.workload;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;
import org.apache.spark.SparkEnv;

/** Reads one object inside a task and checks every row of it. */
final class ObjectReader {
    private ObjectReader() {}

    /** Reads the object to its end. */
    static ObjectDone read(int object, Path path, int rowSize, Configuration settings) throws IOException {
        long beginMillis = System.currentTimeMillis();
        long begin = System.nanoTime();
        CRC32C checksum = new CRC32C();
        byte[] row = new byte[rowSize];
        long misplaced = 0;
        int rows = 0;
        try (FSDataInputStream in = FutureIO.awaitFuture(path.getFileSystem(settings)
                .openFile(path)
                .opt("fs.option.openfile.read.policy", "whole-file")
                .build())) {
            while (readRow(in, row, path)) {
                if (!RowData.isAt(row, object, rows)) {
                    misplaced++;
                }
                checksum.update(row, 0, row.length);
                rows++;
            }
        }
        return new ObjectDone(
                object,
                SparkEnv.get().executorId(),
                HostName.get(),
                beginMillis,
                (System.nanoTime() - begin) / 1000,
                rows,
                (int) checksum.getValue(),
                misplaced);
    }

    private static boolean readRow(FSDataInputStream in, byte[] row, Path path) throws IOException {
        int filled = 0;
        while (filled < row.length) {
            int n = in.read(row, filled, row.length - filled);
            if (n < 0) {
                if (filled == 0) {
                    return false;
                }
                throw new EOFException(path + " ends in the middle of a row");
            }
            filled += n;
        }
        return true;
    }
}
