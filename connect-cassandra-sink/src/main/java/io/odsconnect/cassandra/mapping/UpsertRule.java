package io.odsconnect.cassandra.mapping;

import io.odsconnect.cassandra.mapping.CassandraWrite.Kind;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.expiry.ExpiryRule;
import io.odsconnect.common.value.Row;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each row once, as it is now.
 *
 * <p>A null has to hide what an older row had in its column, and no event proves that there was nothing: neither an add
 * (the delete before it may have been compacted away with it, and an older bulk row may still come), nor a row before the
 * change that was null there as well (the change that made it null may have been compacted away). So a row with nulls
 * brings a tombstone: of the column where it is one, else one of the whole row, a position below its own. That hides the
 * same, since all that is older has a lower position, and is one however many columns are null.
 */
final class UpsertRule implements RowRule {

    private final NullHandling nulls;
    private final ExpiryRule expiry;
    private final LongSupplier clock;

    UpsertRule(NullHandling nulls, ExpiryRule expiry, LongSupplier clock) {
        this.nulls = nulls;
        this.expiry = expiry;
        this.clock = clock;
    }

    @Override
    public Place place(CqlTable table, ColumnMapping names) {
        return new Place(table, names, EventColumns.NONE);
    }

    @Override
    public List<CassandraWrite> there(Place place, @Nullable ByteBuffer[] key, Row row, ChangeEvent event) {
        RowEncoder.requireAll(place, row);
        Expiry goes = expiry.of(row);
        if (goes != null && goes.isOver(clock.getAsLong())) {
            // As a delete it holds against older rows.
            return List.of(gone(place, key, row, event));
        }
        @Nullable ByteBuffer[] values = RowEncoder.row(place, key, row);
        return List.of(CassandraWrite.of(place.table(), event.position(), kind(values, event), values, goes));
    }

    private Kind kind(@Nullable ByteBuffer[] values, ChangeEvent event) {
        if (nulls == NullHandling.UNSET) {
            return Kind.MERGE;
        }
        // Without a position there is none below it, and at equal timestamps a tombstone hides the row itself.
        boolean canReplace = nulls == NullHandling.REPLACE && event.hasPosition();
        return canReplace && hasNulls(values, 2) ? Kind.REPLACE : Kind.INSERT;
    }

    private static boolean hasNulls(@Nullable ByteBuffer[] values, int atLeast) {
        int found = 0;
        for (ByteBuffer value : values) {
            if (value == null && ++found == atLeast) {
                return true;
            }
        }
        return false;
    }

    @Override
    public CassandraWrite gone(Place place, @Nullable ByteBuffer[] key, @Nullable Row row, ChangeEvent event) {
        return CassandraWrite.of(place.table(), event.position(), Kind.DELETE, key, null);
    }
}
