package io.odsconnect.cassandra.mapping;

import io.odsconnect.cassandra.config.RowOptions;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.value.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into writes: which row of which table, and the bytes of its columns. Follows the schema. Not safe for use
 * by several threads.
 */
public final class RowMapper {

    private final MappingRules rules;
    private final Tables tables;
    private final RowRule rule;
    private final @Nullable TablePlanner planner;
    private final Map<String, Topic> topics = new HashMap<>();

    /**
     * Sets how rows are mapped.
     *
     * @param rules how
     * @param tables the tables as they are now
     * @param clock the time in milliseconds since the epoch
     */
    public RowMapper(MappingRules rules, Tables tables, LongSupplier clock) {
        this.rules = rules;
        this.tables = tables;
        this.rule = rules.mode() instanceof WriteMode.History history
                ? new HistoryRule(history.columns(), rules.expiry(), clock)
                : new UpsertRule(((WriteMode.Upsert) rules.mode()).nulls(), rules.expiry(), clock);
        TableMaking making = rules.making();
        this.planner = making == null ? null : new TablePlanner(making, rules.mode());
    }

    /**
     * Returns the writes for an event: one for its row, and before it one for the old row where the event changed the
     * primary key or the table. None for a tombstone that repeats a delete if it does not identify the row, or where the
     * delete was kept as a row.
     *
     * @throws BadRecordException if the table cannot hold the row, or none has the name that the record gives
     * @throws ConnectException if there is no table of the name that the option gives for all records
     */
    public List<CassandraWrite> map(ChangeEvent event) {
        Topic topic = topics.computeIfAbsent(event.topic(), Topic::new);
        Row after = event.after();
        if (after == null) {
            return delete(topic, event);
        }
        Place place = topic.place(topic.table(event), event.key(), after);
        @Nullable ByteBuffer[] key = RowEncoder.key(place, after, event.key());
        List<CassandraWrite> there = rule.there(place, key, after, event);
        CassandraWrite gone = movedFrom(topic, place, key, event);
        if (gone == null) {
            return there;
        }
        List<CassandraWrite> both = new ArrayList<>(2);
        both.add(gone);
        both.addAll(there);
        return both;
    }

    /** Returns what is written for the row before, where that was another; null if it was not, or if that is not known. */
    private @Nullable CassandraWrite movedFrom(
            Topic topic, Place place, @Nullable ByteBuffer[] key, ChangeEvent event) {
        Row before = event.before();
        String table = before == null ? null : topic.tableBefore(event);
        if (table == null) {
            return null;
        }
        Place old = topic.place(table, event.key(), before);
        if (!RowEncoder.hasKey(old, before)) {
            return null;
        }
        @Nullable ByteBuffer[] oldKey = RowEncoder.key(old, before, null);
        return old == place && Arrays.equals(oldKey, key) ? null : rule.gone(old, oldKey, before, event);
    }

    private List<CassandraWrite> delete(Topic topic, ChangeEvent event) {
        if (event.repeatsDelete() && rules.mode() instanceof WriteMode.History) {
            return List.of();
        }
        String table;
        try {
            table = topic.table(event);
        } catch (DataException e) {
            if (event.repeatsDelete()) {
                return List.of();
            }
            throw e;
        }
        if (event.repeatsDelete() && planner != null && !topic.isThere(table)) {
            return List.of();
        }
        Place place = topic.place(table, event.key(), event.before());
        if (event.repeatsDelete() && !RowEncoder.hasKey(place, event.key())) {
            return List.of();
        }
        return List.of(rule.gone(place, RowEncoder.key(place, event.before(), event.key()), event.before(), event));
    }

    /** What is the same for all rows of a topic, and the places that they went to. */
    private final class Topic {

        private final String topic;
        private final Template template;
        private final boolean isConstant;
        private final ColumnMapping names;
        private final Map<String, Place> places = new HashMap<>();
        private @Nullable String constant;

        Topic(String topic) {
            this.topic = topic;
            template = rules.tables()
                    .forTopic(topic)
                    .orElseThrow(() -> new BadRecordException("There is no table for topic " + topic + ": set "
                            + RowOptions.TABLE_TEMPLATE + "." + topic + ", or " + RowOptions.TABLE_TEMPLATE
                            + " for all topics"));
            isConstant = template.isConstant();
            names = rules.columns().forTopic(topic).orElse(ColumnMapping.AS_IN_THE_RECORD);
        }

        /** Returns the table of the row that an event leaves, or took away. */
        String table(ChangeEvent event) {
            if (!isConstant) {
                return template.of(event);
            }
            String text = constant;
            if (text == null) {
                text = template.of(event);
                constant = text;
            }
            return text;
        }

        /** Returns the table of the row before an event; null if the event does not identify it. */
        @Nullable
        String tableBefore(ChangeEvent event) {
            return isConstant ? table(event) : template.ofBefore(event);
        }

        /** Returns the place in the table that the template names, as the table is now, or is to be for such a row. */
        Place place(String text, @Nullable Row key, @Nullable Row row) {
            Place last = places.get(text);
            TableName name = last == null ? parse(text) : last.table().name();
            CqlTable table = table(name, last, key, row);
            if (last != null && last.table() == table) {
                return last;
            }
            Place place = rule.place(table, names);
            places.put(text, place);
            return place;
        }

        /** Says whether the table is there, or will be before what is mapped now is written. */
        boolean isThere(String text) {
            return places.containsKey(text) || tables.isTaken(parse(text));
        }

        private CqlTable table(TableName name, @Nullable Place last, @Nullable Row key, @Nullable Row row) {
            if (planner == null && !tables.isTakenOnServer(name) && isConstant) {
                // No record is to blame: all of the topic would be set aside.
                throw new ConnectException(tables.missing(name) + ", and restart the task");
            }
            if (planner == null || tables.isTaken(name)) {
                return tables.get(name);
            }
            if (!isConstant && !name.mayBeMade()) {
                // Refused by the server it would fail the task, and this record alone is to blame.
                throw new BadRecordException("The name that " + RowOptions.TABLE_TEMPLATE + " " + template
                        + " gives with this record is none of a table that can be made: letters, digits and underscores,"
                        + " up to 48");
            }
            return last != null && last.table().isPlanned() ? last.table() : planner.plan(topic, name, names, key, row);
        }

        private TableName parse(String text) {
            return TableName.parse(text)
                    .orElseThrow(() -> new BadRecordException(
                            "What " + RowOptions.TABLE_TEMPLATE + " gives is not of the form keyspace.table"));
        }
    }
}
