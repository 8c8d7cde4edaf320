package io.odsconnect.cassandra.mapping;

import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Row;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Encodes what fields say of the columns of a table. */
final class RowEncoder {

    private RowEncoder() {}

    /** Says whether the row has all columns of the primary key, but for those that the change fills. */
    static boolean hasKey(Place place, @Nullable Row row) {
        return row != null && place.fit(row.columns()).fillsFirst(place.table().keySize());
    }

    /**
     * Returns the values of the primary key's columns, each from the row where that has it, else from the record's key;
     * null where the change itself fills the column.
     *
     * @throws BadRecordException if neither has a column, or as null, or the key is larger than Cassandra takes one
     */
    static @Nullable ByteBuffer[] key(Place place, @Nullable Row row, @Nullable Row key) {
        @Nullable ByteBuffer[] values = new @Nullable ByteBuffer[place.table().keySize()];
        for (int i = 0; i < values.length; i++) {
            if (place.event().fills(i)) {
                continue;
            }
            ByteBuffer value = keyColumn(place, i, row);
            values[i] = value == null ? keyColumn(place, i, key) : value;
            if (values[i] == null) {
                throw new BadRecordException(
                        "Column " + place.table().columns().get(i) + " of the primary key of table " + place.table()
                                + " is null, or neither the row nor the record's key has it");
            }
        }
        KeySize.check(place.table(), values);
        return values;
    }

    private static @Nullable ByteBuffer keyColumn(Place place, int column, @Nullable Row from) {
        if (from == null) {
            return null;
        }
        int field = place.fit(from.columns()).fieldOf(column);
        return field < 0 ? null : place.table().columns().get(column).encode(from.value(field));
    }

    /**
     * Returns the values of all columns of a table: of the primary key those given, of the others the row's, null where it
     * has none.
     *
     * @throws BadRecordException if a column cannot hold its field
     */
    static @Nullable ByteBuffer[] row(Place place, @Nullable ByteBuffer[] key, Row row) {
        Fit fit = place.fit(row.columns());
        CqlTable table = place.table();
        @Nullable ByteBuffer[] values = new @Nullable ByteBuffer[table.columns().size()];
        System.arraycopy(key, 0, values, 0, key.length);
        for (int i = key.length; i < values.length; i++) {
            int field = fit.fieldOf(i);
            values[i] = field < 0 ? null : table.columns().get(i).encode(row.value(field));
        }
        return values;
    }

    /**
     * Checks that each field of the row fills one column and none is filled by two.
     *
     * @throws BadRecordException if that is not so
     */
    static void requireAll(Place place, Row row) {
        place.fit(row.columns()).requireAll();
    }
}
