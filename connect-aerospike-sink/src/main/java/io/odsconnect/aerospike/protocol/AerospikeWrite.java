package io.odsconnect.aerospike.protocol;

import com.aerospike.client.Bin;
import com.aerospike.client.Key;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.StoreWrite;
import java.util.List;

/**
 * A row to be put into a set or to be taken out of it.
 *
 * @param row where the row is, the write's identity, and the marker that remembers that it was deleted
 * @param bins the bins of the row, without its position; for a delete those of its marker
 * @param position the position, or {@link ChangeEvent#NO_POSITION}
 * @param isDelete whether the row goes
 * @param isBulk whether it is a row of a bulk load, which may come later than changes that are newer
 * @param keepsPosition whether it leaves the position that is stored where it has none of its own
 * @param lifetime how long stays what is written, the row or the marker
 * @param sizeInBytes about how many bytes it takes on the wire
 */
public record AerospikeWrite(
        RowKey row,
        List<Bin> bins,
        long position,
        boolean isDelete,
        boolean isBulk,
        boolean keepsPosition,
        Lifetime lifetime,
        int sizeInBytes)
        implements StoreWrite {

    /** Makes a write of a change. */
    public AerospikeWrite(
            RowKey row, List<Bin> bins, long position, boolean isDelete, Lifetime lifetime, int sizeInBytes) {
        this(row, bins, position, isDelete, false, false, lifetime, sizeInBytes);
    }

    /** Returns the same as a write of a bulk load. */
    public AerospikeWrite asBulk() {
        return new AerospikeWrite(row, bins, position, isDelete, true, keepsPosition, lifetime, sizeInBytes);
    }

    /** Returns the same for a change without a position, where others of its row have one: that is kept. */
    public AerospikeWrite keepingPosition() {
        return new AerospikeWrite(row, bins, position, isDelete, isBulk, true, lifetime, sizeInBytes);
    }

    /** Returns the same at this position. */
    AerospikeWrite at(long newPosition) {
        return new AerospikeWrite(row, bins, newPosition, isDelete, isBulk, keepsPosition, lifetime, sizeInBytes);
    }

    /** Returns the same without the row: where it is, and its position. */
    AerospikeWrite withoutBins() {
        return new AerospikeWrite(row, List.of(), position, isDelete, isBulk, keepsPosition, lifetime, 0);
    }

    @Override
    public Object identity() {
        return row;
    }

    /** Returns the key of the row's record. */
    public Key key() {
        return row.row();
    }

    /** Returns the key of the row's marker. */
    Key markerKey() {
        return row.marker();
    }

    /** Says whether there may be a position that it has to keep. */
    boolean findsPosition() {
        return keepsPosition && !isGuarded();
    }

    /** Says whether the position decides if this is written. */
    public boolean isGuarded() {
        return position != ChangeEvent.NO_POSITION;
    }

    /** Returns where the row is, never what is in it: the user key may be a card number. */
    @Override
    public String toString() {
        return (isDelete ? "delete from " : "put into ") + row;
    }
}
