package io.petaforge.workload;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/**
 * Generates the rows of one object inside a task, and reports the object when the task has ended, which is after its
 * upload and its commit. One row is reused for all: the writer copies it.
 */
final class RowsToWrite implements Iterator<Tuple2<NullWritable, BytesWritable>> {
    private final int object;
    private final long rows;
    private final byte[] row;
    private final CRC32C checksum = new CRC32C();
    private final Tuple2<NullWritable, BytesWritable> pair;
    private long next;

    RowsToWrite(int object, long rows, int rowSize, CollectionAccumulator<ObjectDone> done) {
        this.object = object;
        this.rows = rows;
        row = new byte[rowSize];
        pair = new Tuple2<>(NullWritable.get(), new BytesWritable(row));
        long beginMillis = System.currentTimeMillis();
        long begin = System.nanoTime();
        // Named, because for the compiler a lambda could as well be a Scala function.
        TaskCompletionListener ended = task -> done.add(new ObjectDone(
                object,
                SparkEnv.get().executorId(),
                HostName.get(),
                beginMillis,
                (System.nanoTime() - begin) / 1000,
                next,
                (int) checksum.getValue(),
                0));
        TaskContext.get().addTaskCompletionListener(ended);
    }

    @Override
    public boolean hasNext() {
        return next < rows;
    }

    @Override
    public Tuple2<NullWritable, BytesWritable> next() {
        if (next == rows) {
            throw new NoSuchElementException();
        }
        RowData.fill(row, object, (int) next++);
        checksum.update(row, 0, row.length);
        return pair;
    }
}
