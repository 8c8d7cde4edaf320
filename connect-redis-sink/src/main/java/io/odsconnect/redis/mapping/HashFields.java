package io.odsconnect.redis.mapping;

import io.odsconnect.common.event.Columns;
import io.odsconnect.common.event.Row;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.TextForm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Turns the rows of one set of columns into fields of a hash, in {@link TextForm}; encodes the names only once. */
final class HashFields {

    private static final byte[] EMPTY = {};

    private final Columns columns;
    private final byte[][] names;
    private final boolean keepNulls;

    /**
     * Encodes the names.
     *
     * @param columns the columns
     * @param positionField the field that holds the position, which no column may be called; empty where there is none
     * @param keepNulls whether a null becomes an empty field; else it becomes none
     * @throws BadRecordException if a column has the name of the position's field
     */
    HashFields(Columns columns, String positionField, boolean keepNulls) {
        if (columns.indexOf(positionField) >= 0) {
            throw new BadRecordException("Column " + positionField
                    + " has the name of the field that holds the row's position: set position.field to another");
        }
        this.columns = columns;
        this.names = columns.names().stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.keepNulls = keepNulls;
    }

    /** Says whether this is for rows of these columns; as good as always the same object, so this is quick. */
    boolean isFor(Columns others) {
        return columns.equals(others);
    }

    /** Returns names and values in turn; a null is left out or empty. */
    byte[][] of(Row row) {
        byte[][] fields = new byte[2 * names.length][];
        int used = 0;
        for (int i = 0; i < names.length; i++) {
            Object value = row.value(i);
            if (value != null || keepNulls) {
                fields[used++] = names[i];
                fields[used++] = value == null ? EMPTY : TextForm.of(value).getBytes(StandardCharsets.UTF_8);
            }
        }
        return used == fields.length ? fields : Arrays.copyOf(fields, used);
    }
}
