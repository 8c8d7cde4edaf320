package io.odsconnect.cassandra.mapping;

import io.odsconnect.cassandra.mapping.CassandraWrite.Kind;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.expiry.ExpiryRule;
import io.odsconnect.common.value.Row;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each change as a row of its own. A delete is one too, with the row as it was, as far as the event contains it; and so
 * is the old key of a row that was moved to another. A change that comes again is the same row with the same columns, so
 * it writes over itself, and what is null needs no tombstone: nothing else was ever written there.
 */
final class HistoryRule implements RowRule {

    private final HistoryColumns columns;
    private final ExpiryRule expiry;
    private final LongSupplier clock;

    HistoryRule(HistoryColumns columns, ExpiryRule expiry, LongSupplier clock) {
        this.columns = columns;
        this.expiry = expiry;
        this.clock = clock;
    }

    @Override
    public Place place(CqlTable table, ColumnMapping names) {
        return new Place(table, names, EventColumns.of(table, columns));
    }

    @Override
    public List<CassandraWrite> there(Place place, @Nullable ByteBuffer[] key, Row row, ChangeEvent event) {
        RowEncoder.requireAll(place, row);
        Expiry goes = expiry.of(row);
        return goes != null && goes.isOver(clock.getAsLong())
                ? List.of()
                : List.of(write(place, RowEncoder.row(place, key, row), event, event.operation(), goes));
    }

    @Override
    public CassandraWrite gone(Place place, @Nullable ByteBuffer[] key, @Nullable Row row, ChangeEvent event) {
        @Nullable ByteBuffer[] values = RowEncoder.row(place, key, row == null ? Row.of() : row);
        // A delete has to stay as long as the rows that it ends; when rows with a time to live from a column expire is
        // not known here.
        Expiry goes = expiry.column() == null ? expiry.of(Row.of()) : null;
        return write(place, values, event, Operation.DELETE, goes);
    }

    private static CassandraWrite write(
            Place place, @Nullable ByteBuffer[] values, ChangeEvent event, Operation as, @Nullable Expiry goes) {
        for (int i = 0; i < values.length; i++) {
            if (place.event().fills(i)) {
                values[i] = place.event().encode(place.table(), i, event, as);
            }
        }
        return CassandraWrite.of(place.table(), event.position(), Kind.MERGE, values, goes);
    }
}
