package io.odsconnect.cassandra.mapping;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.value.Row;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is written for a row that came or went. */
interface RowRule {

    /** Returns how the columns of a table are filled. */
    Place place(CqlTable table, ColumnMapping names);

    /**
     * Returns what is written for a row that is there after an event; none where there is nothing to write.
     *
     * @param place where it goes
     * @param key its primary key, as {@link RowEncoder#key} gives it
     */
    List<CassandraWrite> there(Place place, @Nullable ByteBuffer[] key, Row row, ChangeEvent event);

    /**
     * Returns what is written for a row that an event took away.
     *
     * @param place where it was
     * @param key its primary key, as {@link RowEncoder#key} gives it
     * @param row the row as it was; null if the event does not contain it
     */
    CassandraWrite gone(Place place, @Nullable ByteBuffer[] key, @Nullable Row row, ChangeEvent event);
}
