package io.odsconnect.cassandra.mapping;

import io.odsconnect.common.event.Columns;
import io.odsconnect.common.event.Row;
import io.odsconnect.common.sink.BadRecordException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes what fields say of the columns of a table. Not safe for use by several threads. */
final class RowEncoder {

    /** How many forms of rows are kept; more than a sink meets, unless its records have no schema. */
    private static final int MOST_FITS = 1000;

    private final Map<Form, Fit> fits = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Form, Fit> eldest) {
            return size() > MOST_FITS;
        }
    };

    private record Form(Place place, Columns columns) {}

    /** Says whether the row has all columns of the primary key, but for those that the change fills. */
    boolean hasKey(Place place, @Nullable Row row) {
        return row != null && fit(place, row).fillsFirst(place.table().keySize());
    }

    /**
     * Returns the values of the primary key's columns, each from the row where that has it, else from the record's key;
     * null where the change itself fills the column.
     *
     * @throws BadRecordException if neither has a column, or as null
     */
    @Nullable
    ByteBuffer[] key(Place place, @Nullable Row row, @Nullable Row key) {
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
        return values;
    }

    private @Nullable ByteBuffer keyColumn(Place place, int column, @Nullable Row from) {
        if (from == null) {
            return null;
        }
        int field = fit(place, from).fieldOf(column);
        return field < 0 ? null : place.table().columns().get(column).encode(from.value(field));
    }

    /**
     * Returns the values of all columns of a table: of the primary key those given, of the others the row's, null where it
     * has none.
     *
     * @throws BadRecordException if a column cannot hold its field
     */
    @Nullable
    ByteBuffer[] row(Place place, @Nullable ByteBuffer[] key, Row row) {
        Fit fit = fit(place, row);
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
    void requireAll(Place place, Row row) {
        fit(place, row).requireAll();
    }

    private Fit fit(Place place, Row row) {
        return fits.computeIfAbsent(new Form(place, row.columns()), form -> Fit.of(form.place, form.columns));
    }
}
