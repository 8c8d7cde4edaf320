package io.odsconnect.testbed.aerospike.wire;

/**
 * The four bytes of flags that say what kind of command a message is.
 *
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/include/base/proto.h">proto.h of the
 *     server, "Bits in info1" to "Bits in info4"</a>
 */
public record Attributes(int info1, int info2, int info3, int info4) {

    /** In {@link #info3} of an answer: the last message. */
    public static final int INFO3_LAST = 1;

    private static final int INFO2_GENERATION = 4;
    private static final int INFO2_GENERATION_GREATER = 8;

    /** Something is read. */
    public boolean reads() {
        return has(info1, 1);
    }

    /** All bins are read. */
    public boolean readsAllBins() {
        return has(info1, 2);
    }

    /** Many records, in one {@code BATCH} field. */
    public boolean isBatch() {
        return has(info1, 8);
    }

    /** Only the record's metadata is read. */
    public boolean readsNoBins() {
        return has(info1, 32);
    }

    /** Something is written. */
    public boolean writes() {
        return has(info2, 1);
    }

    /** The record is deleted. */
    public boolean deletes() {
        return has(info2, 2);
    }

    /** Says whether a write may go on to a record of generation {@code stored} (0: absent) when it names {@code sent}. */
    public boolean accepts(int sent, int stored) {
        if (has(info2, INFO2_GENERATION)) {
            return sent == stored;
        }
        return !has(info2, INFO2_GENERATION_GREATER) || Integer.compareUnsigned(sent, stored) > 0;
    }

    /** A delete leaves a tombstone: in the Enterprise Edition only. */
    public boolean deletesDurably() {
        return has(info2, 16);
    }

    /** The record must not exist. */
    public boolean createsOnly() {
        return has(info2, 32);
    }

    /** Every operation is answered, also those without a value. */
    public boolean answersEveryOperation() {
        return has(info2, 128);
    }

    /** The record must exist. */
    public boolean mustNotCreate() {
        return has(info3, 8) || has(info3, 32);
    }

    /** Bins that are not in the write go. */
    public boolean replaces() {
        return has(info3, 16) || has(info3, 32);
    }

    /** In a query: the client does not want to be told of every partition that is done. */
    public boolean wantsNoPartitionDone() {
        return has(info3, 4);
    }

    /** A read that has to see every write that was acknowledged before it: in the Enterprise Edition only. */
    public boolean readsLinearized() {
        return has(info3, 64) && !has(info3, 128);
    }

    /** The end of a multi-record transaction, of a record that it has read: in the Enterprise Edition only. */
    public boolean verifiesTransaction() {
        return has(info4, 1);
    }

    /** The end of a multi-record transaction, of a record that it has written: in the Enterprise Edition only. */
    public boolean rollsTransaction() {
        return has(info4, 2) || has(info4, 4);
    }

    private static boolean has(int flags, int bit) {
        return (flags & bit) != 0;
    }
}
