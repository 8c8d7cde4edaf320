package io.odsconnect.cassandra.config;

import io.odsconnect.common.config.OptionGroup;
import io.odsconnect.common.expiry.TtlOptions;
import io.odsconnect.common.template.Template;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/** The names, defaults and texts of the options that say what a row is in Cassandra. */
public final class RowOptions {

    /** The table of a row. */
    public static final String TABLE_TEMPLATE = "table.template";
    /** Columns that are not called as in the record. */
    public static final String COLUMN_MAPPING = "column.mapping";
    /** What a table holds. */
    public static final String WRITE_MODE = "write.mode";
    /** What becomes of nulls. */
    public static final String NULL_HANDLING = "null.handling";
    /** The column of a history that holds the position. */
    public static final String HISTORY_POSITION_COLUMN = "history.position.column";
    /** The column of a history that holds the operation. */
    public static final String HISTORY_OPERATION_COLUMN = "history.operation.column";
    /** The column of a history that holds the commit time. */
    public static final String HISTORY_COMMIT_TIME_COLUMN = "history.commit.time.column";
    /** Whether tables are made that are not there. */
    public static final String AUTO_CREATE = "auto.create";
    /** How many copies a keyspace has that is made. */
    public static final String AUTO_CREATE_REPLICATION = "auto.create.replication";
    /** The partition key of a table that is made. */
    public static final String AUTO_CREATE_PARTITION_KEY = "auto.create.partition.key";
    /** How many bytes of rows of one partition go together. */
    public static final String PARTITION_BATCH_BYTES = "partition.batch.bytes";
    /** How long a row stays. */
    public static final String TTL_MS = TtlOptions.MS;

    /** Twenty years, in seconds: the longest time to live. Source: Cassandra's ExpiringCell, MAX_TTL. */
    public static final int LONGEST_TTL_SECONDS = 20 * 365 * 24 * 60 * 60;

    private final OptionGroup group;

    private RowOptions(OptionGroup group) {
        this.group = group;
    }

    /** Adds the options to a definition; not those for single topics, such as {@code table.template.<topic>}. */
    static void define(ConfigDef def) {
        RowOptions options = new RowOptions(new OptionGroup(def, "Rows in Cassandra"));
        options.defineTables();
        options.defineMode();
        options.defineLifetime();
        options.defineMaking();
        options.defineBatches();
    }

    private void defineTables() {
        text(
                TABLE_TEMPLATE,
                null,
                Template.validator(),
                Importance.HIGH,
                "The table of a row as `keyspace.table`, for example `bank.card`; `\"` around a name keeps its"
                        + " case. For one topic set `table.template.<topic>`: it holds for that topic and for those"
                        + " whose names continue it after a dot (`table.template.ods.BANK.CARD` for `ods.BANK.CARD`"
                        + " and `ods.BANK.CARD.bulk`); of several the one for the longest name, and this one where"
                        + " there is none. One of them has to be set. With fields in it, such as"
                        + " `bank.booking_{YEAR}`, rows of one topic go to several tables.");
        group.add(
                COLUMN_MAPPING,
                ConfigDef.Type.LIST,
                List.of(),
                new ColumnMappingValidator(),
                Importance.MEDIUM,
                COLUMN_MAPPING,
                "Columns that are not called as in the record, as `FIELD:column`. All others are found by their"
                        + " name as it is, else by their name in lower case. For one topic set"
                        + " `column.mapping.<topic>`, as with `table.template`; it stands instead of this one.");
    }

    private void defineMode() {
        text(
                WRITE_MODE,
                "upsert",
                ValidString.in("upsert", "history"),
                Importance.HIGH,
                "What a table holds: with `upsert` each row once, as it is now; with `history` every change as a row of its"
                        + " own, found by the row's key and the position, with operation and commit time, deletes"
                        + " too.");
        text(
                HISTORY_POSITION_COLUMN,
                "position",
                new NonEmptyString(),
                Importance.LOW,
                "With `write.mode=history`, the column that holds the position: a clustering column of type `bigint`.");
        text(
                HISTORY_OPERATION_COLUMN,
                "operation",
                new NonEmptyString(),
                Importance.LOW,
                "With `write.mode=history`, the column that holds what happened, a `text`: `r` for a bulk row, `c`, `u`, or"
                        + " `d` for a delete and for the old key of a row that got another.");
        text(
                HISTORY_COMMIT_TIME_COLUMN,
                "commit_time",
                null,
                Importance.LOW,
                "With `write.mode=history`, the column that holds when the change was committed in the database: a"
                        + " `timestamp`, which has milliseconds, or a `bigint`, in microseconds since the epoch. Empty:"
                        + " none.");
        text(
                NULL_HANDLING,
                "replace",
                ValidString.in("replace", "tombstone", "unset"),
                Importance.MEDIUM,
                "How a row with nulls is written. `replace`: no column of an older row stays; one null becomes a tombstone,"
                        + " for more the whole row gets one, just below the new row's position. `tombstone`: the same with"
                        + " a tombstone for each null. `unset`: nulls are not written and need no tombstone, **but what an"
                        + " older row had in that column stays**; for rows that are written once. Not used with"
                        + " `write.mode=history`, which needs no tombstones.");
    }

    private void defineLifetime() {
        group.add(
                TTL_MS,
                ConfigDef.Type.LONG,
                0L,
                Range.between(0L, TimeUnit.SECONDS.toMillis(LONGEST_TTL_SECONDS)),
                Importance.MEDIUM,
                TTL_MS,
                "How long a row stays after it was last written, in milliseconds, brought up to whole seconds. 0: as the"
                        + " table says.");
        TtlOptions.defineField(group);
    }

    private void defineMaking() {
        group.add(
                        AUTO_CREATE,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        AUTO_CREATE,
                        "Whether a table that is not there is made from the schemas of the first record for it: the fields"
                                + " of its key are the primary key. Tables that are there are never changed.")
                .add(
                        AUTO_CREATE_REPLICATION,
                        ConfigDef.Type.LIST,
                        List.of(),
                        new ReplicationValidator(),
                        Importance.LOW,
                        Width.MEDIUM,
                        AUTO_CREATE_REPLICATION,
                        "With `auto.create`, how many copies a keyspace that is not there gets in each data centre, as"
                                + " `dc1:3,dc2:3`. Not set: keyspaces are not made.")
                .add(
                        AUTO_CREATE_PARTITION_KEY,
                        ConfigDef.Type.LIST,
                        List.of(),
                        null,
                        Importance.LOW,
                        Width.MEDIUM,
                        AUTO_CREATE_PARTITION_KEY,
                        "With `auto.create`, the fields of the record's key that are the partition key; the others become"
                                + " clustering columns. For one topic set `auto.create.partition.key.<topic>`, as with"
                                + " `table.template`. Not set: all fields of the key.");
    }

    private void defineBatches() {
        group.add(
                PARTITION_BATCH_BYTES,
                ConfigDef.Type.INT,
                65_536,
                Range.between(0, 8_388_608),
                Importance.LOW,
                PARTITION_BATCH_BYTES,
                "How many bytes of rows of one partition that come in one batch are sent together at most, in an unlogged"
                        + " batch, which Cassandra applies as one mutation; only for tables with clustering columns. 0:"
                        + " each row by itself.");
    }

    private void text(
            String name,
            @Nullable String standard,
            ConfigDef.@Nullable Validator validator,
            Importance importance,
            String what) {
        group.add(name, ConfigDef.Type.STRING, standard, validator, importance, name, what);
    }
}
