package io.petaforge.workload;

import java.io.InputStream;
import java.util.zip.CRC32C;

/** One object's rows as a stream, and their checksum once they were read to the end. */
final class RowStream extends InputStream {
    private final int object;
    private final long length;
    private final byte[] row;
    private final CRC32C checksum = new CRC32C();
    private long position;

    /**
     * The rows of an object.
     *
     * @param length bytes, a multiple of {@code rowSize}
     */
    RowStream(int object, long length, int rowSize) {
        if (rowSize % Long.BYTES != 0 || length % rowSize != 0 || length / rowSize > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(length + " bytes are not rows of " + rowSize);
        }
        this.object = object;
        this.length = length;
        this.row = new byte[rowSize];
    }

    /** Bytes of the whole object. */
    long length() {
        return length;
    }

    /** The same object from its beginning. */
    RowStream again() {
        return new RowStream(object, length, row.length);
    }

    /** The checksum of what was read so far. */
    int checksum() {
        return (int) checksum.getValue();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
        if (count == 0) {
            return 0;
        }
        if (position == length) {
            return -1;
        }
        int within = (int) (position % row.length);
        if (within == 0) {
            RowData.fill(row, object, (int) (position / row.length));
            checksum.update(row, 0, row.length);
        }
        int copied = Math.min(count, row.length - within);
        System.arraycopy(row, within, target, offset, copied);
        position += copied;
        return copied;
    }
}
