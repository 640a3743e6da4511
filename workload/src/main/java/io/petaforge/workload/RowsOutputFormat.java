package io.petaforge.workload;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/** Writes rows one after the other, without framing: what is measured is the file system, not a format. */
public final class RowsOutputFormat extends FileOutputFormat<NullWritable, BytesWritable> {
    /** Made by Hadoop, by name. */
    public RowsOutputFormat() {}

    @Override
    public RecordWriter<NullWritable, BytesWritable> getRecordWriter(TaskAttemptContext task) throws IOException {
        Path file = getDefaultWorkFile(task, "");
        FSDataOutputStream out = file.getFileSystem(task.getConfiguration()).create(file, false);
        return new RecordWriter<>() {
            @Override
            public void write(NullWritable key, BytesWritable row) throws IOException {
                out.write(row.getBytes(), 0, row.getLength());
            }

            @Override
            public void close(TaskAttemptContext closing) throws IOException {
                out.close();
            }
        };
    }
}
