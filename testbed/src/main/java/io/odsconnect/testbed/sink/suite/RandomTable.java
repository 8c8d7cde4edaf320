package io.odsconnect.testbed.sink.suite;

import io.odsconnect.testbed.sink.SourceTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A table that changes at random, and the records of that. Its keys are few, so that all befalls each of them. */
final class RandomTable {

    private static final int KEYS = 100;
    private static final int CHOICES = 4;

    private final SourceTable table;
    private final boolean bareEvents;
    private final Random random;
    private final Map<List<Object>, Struct> rows = new LinkedHashMap<>();

    /**
     * Begins an empty table.
     *
     * @param bareEvents whether there may be events that tell the key only of the row before
     */
    RandomTable(SourceTable table, boolean bareEvents, Random random) {
        this.table = table;
        this.bareEvents = bareEvents;
        this.random = random;
    }

    /** Returns the rows that are there now. */
    Collection<Struct> rows() {
        return rows.values();
    }

    /** Changes one row and returns the records of that; the position has to be higher than any before. */
    List<SinkRecord> change(long position) {
        List<Object> key = anyKey();
        Struct before = rows.get(key);
        if (before == null) {
            return List.of(table.add(position, put(key)));
        }
        List<Object> other = anyKey();
        return switch (random.nextInt(5)) {
            case 0 -> delete(position, key, before);
            case 1 ->
                List.of(rows.containsKey(other) ? update(position, before, put(key)) : move(position, key, other));
            default -> List.of(update(position, before, put(key)));
        };
    }

    /** Returns the record of a row as a bulk load reads it now, if it finds one; it is as new as the position or newer. */
    Optional<SinkRecord> bulkRow(long position) {
        Struct found = rows.get(anyKey());
        return Optional.ofNullable(found).map(row -> table.bulk(position, row));
    }

    private List<SinkRecord> delete(long position, List<Object> key, Struct before) {
        rows.remove(key);
        return switch (random.nextInt(bareEvents ? 3 : 1)) {
            case 0 -> List.of(table.delete(position, before));
            case 1 -> List.of(table.delete(position, before), table.tombstone(position, before));
            default -> List.of(table.tombstone(position, before));
        };
    }

    private SinkRecord move(long position, List<Object> from, List<Object> to) {
        Struct before = rows.remove(from);
        if (before == null) {
            throw new IllegalStateException("There is nothing to move");
        }
        return table.update(position, before, put(to));
    }

    private SinkRecord update(long position, Struct before, Struct after) {
        return bareEvents && random.nextBoolean()
                ? table.updateWithoutBefore(position, after)
                : table.update(position, before, after);
    }

    private Struct put(List<Object> key) {
        Struct row = new Struct(table.columns());
        int part = 0;
        for (Field column : table.columns().fields()) {
            boolean isKey = table.keyColumns().field(column.name()) != null;
            row.put(column, isKey ? key.get(part++) : anyValue(column.schema()));
        }
        rows.put(key, row);
        return row;
    }

    /** Returns a key; its columns are the first of the table. */
    private List<Object> anyKey() {
        List<Field> columns = table.keyColumns().fields();
        int choices = (int) Math.round(Math.pow(KEYS, 1.0 / columns.size()));
        List<Object> key = new ArrayList<>();
        columns.forEach(column -> key.add(number(column.schema(), random.nextInt(choices))));
        return key;
    }

    private @Nullable Object anyValue(Schema schema) {
        if (!schema.isOptional()) {
            return number(schema, random.nextInt(CHOICES));
        }
        if (random.nextInt(3) == 0) {
            return null;
        }
        return switch (schema.type()) {
            case STRING -> "note " + random.nextInt();
            case BYTES -> BigDecimal.valueOf(random.nextInt(), 2);
            default -> number(schema, random.nextInt());
        };
    }

    private static Object number(Schema schema, int value) {
        return switch (schema.type()) {
            case INT32 -> value;
            case INT64 -> (long) value;
            default -> throw new IllegalArgumentException("No such column is made up: " + schema.type());
        };
    }
}
