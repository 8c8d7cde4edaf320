package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import io.odsconnect.cassandra.config.RowOptions;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Columns;
import io.odsconnect.common.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Plans tables that are not there, from the schemas of a record: the fields of its key are the primary key, those of its
 * row the other columns. Each is called as the mapping says, else as the field in lower case.
 */
final class TablePlanner {

    private final TableMaking making;
    private final WriteMode mode;

    TablePlanner(TableMaking making, WriteMode mode) {
        this.making = making;
        this.mode = mode;
    }

    /**
     * Returns the table for a record. It is not there before it is {@linkplain CqlTable#isPlanned made}.
     *
     * @param topic the topic
     * @param name the table's name
     * @param names what columns are called
     * @param row the columns of the row
     * @throws BadRecordException if the record does not identify the row
     */
    CqlTable plan(String topic, TableName name, ColumnMapping names, @Nullable Row key, @Nullable Row row) {
        if (key == null || row == null) {
            throw new BadRecordException("There is no table " + name + ", and " + RowOptions.AUTO_CREATE
                    + " cannot make it of a record without a " + (key == null ? "key" : "row") + ": create it");
        }
        Fields fields = new Fields(name, names);
        List<String> partitionKey =
                making.partitionKey().forTopic(topic).orElse(key.columns().names());
        for (String field : partitionKey) {
            if (!key.has(field)) {
                throw new BadRecordException("There is no field " + field + " in the record's key, to be in the"
                        + " partition key of table " + name + ": change " + RowOptions.AUTO_CREATE_PARTITION_KEY);
            }
            fields.add(field, key.columns());
        }
        key.columns().names().forEach(field -> fields.add(field, key.columns()));
        if (mode instanceof WriteMode.History history) {
            fields.add(history.columns().position(), DataTypes.BIGINT);
        }
        int keySize = fields.types.size();
        row.columns().names().forEach(field -> fields.add(field, row.columns()));
        if (mode instanceof WriteMode.History history) {
            fields.add(history.columns().operation(), DataTypes.TEXT);
            if (!history.columns().commitTime().isEmpty()) {
                fields.add(history.columns().commitTime(), DataTypes.TIMESTAMP);
            }
        }
        List<CqlColumn> columns = new ArrayList<>();
        fields.types.forEach((column, type) -> columns.add(CqlColumn.of(name, column, type)));
        return CqlTable.planned(name, columns, partitionKey.size(), keySize);
    }

    /** The columns so far, in their order. */
    private static final class Fields {

        private final TableName table;
        private final ColumnMapping names;
        private final Map<CqlIdentifier, DataType> types = new LinkedHashMap<>();
        private final Map<CqlIdentifier, String> fields = new LinkedHashMap<>();

        Fields(TableName table, ColumnMapping names) {
            this.table = table;
            this.names = names;
        }

        void add(String field, Columns of) {
            Schema schema = of.schemaOf(field);
            if (schema == null) {
                throw new BadRecordException("There is no table " + table + ", and " + RowOptions.AUTO_CREATE
                        + " cannot make it of a record without a schema: create it");
            }
            String named = names.of(field);
            CqlIdentifier column =
                    CqlIdentifier.fromInternal(named.equals(field) ? field.toLowerCase(Locale.ROOT) : named);
            String other = fields.putIfAbsent(column, field);
            if (other == null) {
                types.put(column, CqlTypes.of(schema));
            } else if (!other.equals(field)) {
                throw new BadRecordException("Fields " + other + " and " + field + " would both be column "
                        + column.asCql(true) + " of table " + table + ": name one of them in "
                        + RowOptions.COLUMN_MAPPING);
            }
        }

        void add(String name, DataType type) {
            CqlIdentifier column = CqlIdentifier.fromInternal(name);
            String field = fields.putIfAbsent(column, name);
            if (field != null) {
                throw new BadRecordException("Field " + field + " would be column " + column.asCql(true) + " of table "
                        + table + ", which holds metadata of the change: name another column for the field in "
                        + RowOptions.COLUMN_MAPPING);
            }
            types.put(column, type);
        }
    }
}
