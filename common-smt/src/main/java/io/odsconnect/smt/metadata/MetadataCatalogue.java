package io.odsconnect.smt.metadata;

import io.odsconnect.common.event.EnvelopeFields;
import io.odsconnect.common.event.Operation;
import io.odsconnect.smt.record.TransformMetrics;
import io.odsconnect.smt.size.SizeMeter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** All metadata of a record, by name. One per transform: it keeps what it needs from record to record. */
@SuppressWarnings("JavaUtilDate") // Connect's Timestamp is a java.util.Date.
public final class MetadataCatalogue {

    /** Before a text that is the same for all records. */
    static final String STATIC = "static";

    private static final Set<String> SAME_FOR_ROW =
            Set.of("source.name", "source.schema", "source.table", "connector.name");

    private static final Schema TIMESTAMP = Timestamp.builder().optional().build();

    /** The metadata and its type. */
    private record Entry(Schema schema, Function<RecordContext, @Nullable Object> read) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private @Nullable Map<String, String> task;

    /** Makes a catalogue that takes the processing time from {@code clock}. */
    public MetadataCatalogue(Clock clock) {
        RandomUuids random = new RandomUuids(clock);
        StableUuids stable = new StableUuids();
        text("uuid.random", context -> random.next().toString());
        text(
                "uuid.stable",
                context -> stable.of(context.record(), context.facts()).toString());
        add("event.time", TIMESTAMP, context -> date(context.facts().eventMicros()));
        number("event.time.us", context -> context.facts().eventMicros());
        add("processing.time", TIMESTAMP, context -> Date.from(clock.instant()));
        number("processing.time.us", context -> micros(clock.instant()));
        text(
                "operation",
                context -> context.facts().operation().map(Operation::code).orElse(null));
        text("source.name", context -> context.facts().sourceText("name"));
        text("source.schema", context -> context.facts().sourceText(EnvelopeFields.SCHEMA));
        text("source.table", context -> context.facts().sourceText(EnvelopeFields.TABLE));
        text("source.commit_lsn", context -> context.facts().sourceText("commit_lsn"));
        number("source.position", context -> context.facts().position());
        add(
                "schema.version",
                Schema.OPTIONAL_INT32_SCHEMA,
                context -> context.facts().schemaVersion());
        number("value.size", context -> valueSize(context.record()));
        text("connector.name", context -> taskTag("connector"));
        text("task.id", context -> taskTag("task"));
        String host = hostname();
        text("hostname", context -> host);
    }

    /** Returns what {@code what} stands for under the name {@code name}; null if it stands for nothing. */
    @Nullable
    Metadatum find(String name, String what) {
        if (what.startsWith(STATIC + ":")) {
            String text = what.substring(STATIC.length() + 1);
            return new Metadatum(name, Schema.OPTIONAL_STRING_SCHEMA, context -> text);
        }
        Entry entry = entries.get(what);
        return entry == null ? null : new Metadatum(name, entry.schema, entry.read);
    }

    /** Says whether a piece of metadata is the same for all events of a row, whichever connector sends them and when. */
    static boolean isSameForRow(String what) {
        return SAME_FOR_ROW.contains(what) || what.startsWith(STATIC + ":");
    }

    /** Returns all names, for messages. */
    String names() {
        return String.join(", ", entries.keySet()) + ", " + STATIC + ":TEXT";
    }

    private void text(String name, Function<RecordContext, @Nullable Object> read) {
        add(name, Schema.OPTIONAL_STRING_SCHEMA, read);
    }

    private void number(String name, Function<RecordContext, @Nullable Object> read) {
        add(name, Schema.OPTIONAL_INT64_SCHEMA, read);
    }

    private void add(String name, Schema schema, Function<RecordContext, @Nullable Object> read) {
        entries.put(name, new Entry(schema, read));
    }

    private static @Nullable Long valueSize(ConnectRecord<?> record) {
        return record.value() == null ? null : (Long) SizeMeter.JSON.size(record.valueSchema(), record.value());
    }

    /** Looked up with the first record: in the worker only a task's own thread knows whose it is. */
    private String taskTag(String name) {
        if (task == null) {
            task = TransformMetrics.ofThisTask();
        }
        return task.getOrDefault(name, "");
    }

    private static @Nullable Date date(@Nullable Long micros) {
        return micros == null ? null : new Date(Math.floorDiv(micros, 1000L));
    }

    private static long micros(Instant instant) {
        return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1000;
    }

    private static @Nullable String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return System.getenv("HOSTNAME");
        }
    }
}
