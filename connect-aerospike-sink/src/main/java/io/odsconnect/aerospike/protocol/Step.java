package io.odsconnect.aerospike.protocol;

import com.aerospike.client.Bin;
import com.aerospike.client.Key;
import io.odsconnect.common.event.ChangeEvent;
import java.util.List;

/** One thing that the server does to one record: at once, and with nothing of another step in between. */
public sealed interface Step {

    /** Returns the record's key. */
    Key key();

    /**
     * Reads the position in a record. Answered by {@link Answer.Position}, {@link Answer.NoPosition} or {@link
     * Answer.Absent}.
     *
     * @param key the record
     */
    record ReadPosition(Key key) implements Step {}

    /**
     * Makes a record hold these bins and no others, unless it is there with a higher position. Answered by
     * {@link Answer.Done} or {@link Answer.Held}.
     *
     * @param key the record
     * @param bins the bins without the position; only to be read
     * @param position the position to compare with and to store; with {@link ChangeEvent#NO_POSITION} nothing is
     *     compared and none is stored
     * @param lifetime how long the record stays
     * @param isMarker whether it is a delete's marker, on which the steps after it rely: it has to be on all replicas
     */
    record Put(Key key, List<Bin> bins, long position, Lifetime lifetime, boolean isMarker) implements Step {}

    /**
     * Makes a record hold these bins and no others, unless it is there with a position. Answered by {@link Answer.Done} or
     * {@link Answer.Held}.
     *
     * @param key the record
     * @param bins the bins; only to be read
     * @param lifetime how long the record stays
     */
    record PutUnlessPosition(Key key, List<Bin> bins, Lifetime lifetime) implements Step {}

    /**
     * Removes a record, unless it holds a higher position. Answered by {@link Answer.Done}, {@link Answer.Absent} or
     * {@link Answer.Held}.
     *
     * @param key the record
     * @param upTo the highest position that is removed; with {@link ChangeEvent#NO_POSITION} any is
     * @param orNone whether a record without a position is removed too
     */
    record Remove(Key key, long upTo, boolean orNone) implements Step {}
}
