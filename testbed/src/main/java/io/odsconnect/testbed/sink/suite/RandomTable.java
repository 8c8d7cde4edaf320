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
public final class RandomTable {

    private static final int CHOICES = 4;

    private final SourceTable table;
    private final int keysAColumn;
    private final boolean bareEvents;
    private final Random random;
    private final Map<List<Object>, Struct> rows = new LinkedHashMap<>();

    /**
     * Begins an empty table.
     *
     * @param table the table; the columns of its key come first
     * @param keys about how many keys there are
     * @param bareEvents whether there may be events with only the key of the row before
     * @param random decides
     */
    public RandomTable(SourceTable table, int keys, boolean bareEvents, Random random) {
        this.table = table;
        this.keysAColumn = (int)
                Math.round(Math.pow(keys, 1.0 / table.keyColumns().fields().size()));
        this.bareEvents = bareEvents;
        this.random = random;
    }

    /** Returns the rows that are there now. */
    public Collection<Struct> rows() {
        return rows.values();
    }

    /** Changes one row and returns the records of that; the position has to be higher than any before. */
    public List<SinkRecord> change(long position) {
        List<Object> key = anyKey();
        Struct before = rows.get(key);
        if (before == null) {
            return List.of(table.add(position, put(key)));
        }
        List<Object> other = anyKey();
        return switch (random.nextInt(5)) {
            case 0 -> delete(position, key, before);
            case 1 -> other.equals(key) ? List.of(update(position, before, put(key))) : move(position, key, other);
            default -> List.of(update(position, before, put(key)));
        };
    }

    /** Adds a row for each key that has none and returns the records of that. */
    public List<SinkRecord> addAll(long position) {
        List<SinkRecord> adds = new ArrayList<>();
        for (List<Object> key : allKeys()) {
            if (!rows.containsKey(key)) {
                adds.add(table.add(position, put(key)));
            }
        }
        return adds;
    }

    /** Returns the record of a row as a bulk load reads it now, if it finds one; it is as new as the position or newer. */
    public Optional<SinkRecord> bulkRow(long position) {
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

    /**
     * Changes the key of a row. Our source sends that as a delete of the old key, with its tombstone, and an add of the
     * new one, or an update where the new key was another row's; others send one event.
     */
    private List<SinkRecord> move(long position, List<Object> from, List<Object> to) {
        Struct before = rows.remove(from);
        if (before == null) {
            throw new IllegalStateException("There is nothing to move");
        }
        Struct displaced = rows.get(to);
        Struct after = put(to);
        if (displaced == null && random.nextBoolean()) {
            return List.of(table.update(position, before, after));
        }
        List<SinkRecord> records = new ArrayList<>();
        records.add(table.delete(position, before));
        if (bareEvents) {
            records.add(table.tombstone(position, before));
        }
        records.add(displaced == null ? table.add(position, after) : update(position, displaced, after));
        return records;
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

    private List<Object> anyKey() {
        List<Object> key = new ArrayList<>();
        for (Field column : table.keyColumns().fields()) {
            key.add(number(column.schema(), random.nextInt(keysAColumn)));
        }
        return key;
    }

    private List<List<Object>> allKeys() {
        List<List<Object>> keys = List.of(List.of());
        for (Field column : table.keyColumns().fields()) {
            List<List<Object>> longer = new ArrayList<>();
            for (List<Object> key : keys) {
                for (int value = 0; value < keysAColumn; value++) {
                    List<Object> more = new ArrayList<>(key);
                    more.add(number(column.schema(), value));
                    longer.add(more);
                }
            }
            keys = longer;
        }
        return keys;
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
