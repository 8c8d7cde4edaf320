package io.odsconnect.common.sink;

/**
 * How much a task may have open.
 *
 * @param writes how many writes, or records
 * @param bytes how many bytes of these
 * @param half whether only half of that: of what is left beside the rows that wait for another try, which may be there for
 *     long and are not to keep the others from going on
 */
record BufferLimit(long writes, long bytes, boolean half) {

    /** Says whether so much is within it, {@code retrying} of which waits for another try. */
    boolean allows(long open, long retrying, long openBytes, long retryingBytes) {
        return open <= most(writes, retrying) && openBytes <= most(bytes, retryingBytes);
    }

    private long most(long limit, long retrying) {
        return half ? limit - (limit - Math.min(limit, retrying)) / 2 : limit;
    }
}
