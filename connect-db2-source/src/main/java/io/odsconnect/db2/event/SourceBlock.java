package io.odsconnect.db2.event;

import io.odsconnect.common.Version;
import io.odsconnect.common.event.EnvelopeFields;
import io.odsconnect.db2.capture.Lsn;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.type.CheckedStruct;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** The {@code source} of an event: Debezium's fields for Db2, and the position. */
public final class SourceBlock {

    static final String COMMIT_LSN = "commit_lsn";
    static final String CHANGE_LSN = "change_lsn";

    /** The schema of the block. */
    static final Schema SCHEMA = SchemaBuilder.struct()
            .name("io.debezium.connector.db2.Source")
            .version(1)
            .field("version", Schema.STRING_SCHEMA)
            .field("connector", Schema.STRING_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field(EnvelopeFields.TS_MS, Schema.INT64_SCHEMA)
            .field(
                    EnvelopeFields.SNAPSHOT,
                    SchemaBuilder.string()
                            .name("io.debezium.data.Enum")
                            .version(1)
                            .parameter(
                                    "allowed",
                                    "true,first,first_in_data_collection,last_in_data_collection,last,false,incremental")
                            .optional()
                            .defaultValue("false")
                            .build())
            .field("db", Schema.STRING_SCHEMA)
            .field(EnvelopeFields.TS_US, Schema.OPTIONAL_INT64_SCHEMA)
            .field(EnvelopeFields.TS_NS, Schema.OPTIONAL_INT64_SCHEMA)
            .field(EnvelopeFields.SCHEMA, Schema.STRING_SCHEMA)
            .field(EnvelopeFields.TABLE, Schema.STRING_SCHEMA)
            .field(CHANGE_LSN, Schema.OPTIONAL_STRING_SCHEMA)
            .field(COMMIT_LSN, Schema.OPTIONAL_STRING_SCHEMA)
            .field(EnvelopeFields.POSITION, Schema.INT64_SCHEMA)
            .build();

    private final String topicPrefix;
    private final String database;

    /** Takes what all events of a connector share. */
    public SourceBlock(String topicPrefix, String database) {
        this.topicPrefix = topicPrefix;
        this.database = database;
    }

    /** Returns the block of a bulk row; {@code snapshot} is {@code true}, {@code last_in_data_collection} or {@code last}. */
    public Struct ofBulkRow(TableId table, long position, String snapshot) {
        return common(table, position, position).put(EnvelopeFields.SNAPSHOT, snapshot);
    }

    /** Returns the block of a change that was committed at {@code commitMicros} since the epoch. */
    public Struct ofChange(TableId table, long position, long commitMicros, Lsn commit, Lsn change) {
        return common(table, position, commitMicros)
                .put(EnvelopeFields.SNAPSHOT, "false")
                .put(COMMIT_LSN, commit.toString())
                .put(CHANGE_LSN, change.toString());
    }

    /** Returns the block of a row that a query found, which was written at {@code micros} since the epoch. */
    public Struct ofQueriedRow(TableId table, long position, long micros) {
        return common(table, position, micros).put(EnvelopeFields.SNAPSHOT, "false");
    }

    private Struct common(TableId table, long position, long micros) {
        return new CheckedStruct(SCHEMA)
                .put("version", Version.current())
                .put("connector", "db2")
                .put("name", topicPrefix)
                .put("db", database)
                .put(EnvelopeFields.SCHEMA, table.schema())
                .put(EnvelopeFields.TABLE, table.table())
                .put(EnvelopeFields.TS_MS, Math.floorDiv(micros, 1000L))
                .put(EnvelopeFields.TS_US, micros)
                .put(EnvelopeFields.TS_NS, micros * 1000)
                .put(EnvelopeFields.POSITION, position);
    }
}
