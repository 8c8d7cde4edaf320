package io.odsconnect.db2.event;

import io.odsconnect.common.Version;
import io.odsconnect.common.event.EnvelopeFields;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.type.CheckedStruct;
import org.apache.kafka.connect.data.Field;
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

    private static final Field VERSION = SCHEMA.field("version");
    private static final Field CONNECTOR = SCHEMA.field("connector");
    private static final Field NAME = SCHEMA.field("name");
    private static final Field DB = SCHEMA.field("db");
    private static final Field OWNER = SCHEMA.field(EnvelopeFields.SCHEMA);
    private static final Field TABLE = SCHEMA.field(EnvelopeFields.TABLE);
    private static final Field TS_MS = SCHEMA.field(EnvelopeFields.TS_MS);
    private static final Field TS_US = SCHEMA.field(EnvelopeFields.TS_US);
    private static final Field TS_NS = SCHEMA.field(EnvelopeFields.TS_NS);
    private static final Field POSITION = SCHEMA.field(EnvelopeFields.POSITION);
    private static final Field SNAPSHOT = SCHEMA.field(EnvelopeFields.SNAPSHOT);
    private static final Field COMMIT = SCHEMA.field(COMMIT_LSN);
    private static final Field CHANGE = SCHEMA.field(CHANGE_LSN);
    private static final String NO_SNAPSHOT = "false";

    private final String topicPrefix;
    private final String database;
    private final String version = Version.current();

    /** Takes what all events of a connector share. */
    public SourceBlock(String topicPrefix, String database) {
        this.topicPrefix = topicPrefix;
        this.database = database;
    }

    /** Returns the block of a bulk row; {@code snapshot} is {@code true}, {@code last_in_data_collection} or {@code last}. */
    public Struct ofBulkRow(TableId table, long position, String snapshot) {
        return common(table, position, position).put(SNAPSHOT, snapshot);
    }

    /** Returns the block of a change that was committed at {@code commitMicros} since the epoch. */
    public Struct ofChange(TableId table, long position, long commitMicros, Lsn commit, Lsn change) {
        return common(table, position, commitMicros)
                .put(SNAPSHOT, NO_SNAPSHOT)
                .put(COMMIT, commit.toString())
                .put(CHANGE, change.toString());
    }

    /** Returns the block of a row that a query found, which was written at {@code micros} since the epoch. */
    public Struct ofQueriedRow(TableId table, long position, long micros) {
        return common(table, position, micros).put(SNAPSHOT, NO_SNAPSHOT);
    }

    private Struct common(TableId table, long position, long micros) {
        return new CheckedStruct(SCHEMA)
                .put(VERSION, version)
                .put(CONNECTOR, "db2")
                .put(NAME, topicPrefix)
                .put(DB, database)
                .put(OWNER, table.schema())
                .put(TABLE, table.table())
                .put(TS_MS, Math.floorDiv(micros, 1000L))
                .put(TS_US, micros)
                .put(TS_NS, micros * 1000)
                .put(POSITION, position);
    }
}
