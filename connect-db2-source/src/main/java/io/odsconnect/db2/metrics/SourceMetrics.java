package io.odsconnect.db2.metrics;

import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.common.event.CompareRunHeader;
import io.odsconnect.common.event.EnvelopeFields;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.metrics.TaskMetrics;
import io.odsconnect.db2.capture.CaptureState;
import io.odsconnect.db2.connection.ReadReport;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.type.UnreadableRowException;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A task's metrics. What was handed over is counted from the records themselves, so nothing that reads has to count; what
 * comes from reading threads is told through {@link ReadReport}.
 */
public final class SourceMetrics implements ReadReport, AutoCloseable {

    private static final long UNKNOWN = -1;

    /** How much longer than it should take a look may take before it counts as one that does not come. */
    private static final long SLACK_MILLIS = 1000;

    private final TaskMetrics metrics;
    private final BadRows badRows;
    private final LongAdder polls;
    private final LongAdder pages;
    private final LongAdder retries;
    private final LongAdder unreadable;
    private final LongAdder tombstones;
    private final LongAdder compared;
    private final Map<String, LongAdder> operations;
    private final Map<TableId, TableMetrics> tables = new ConcurrentHashMap<>();
    private final IdentityHashMap<Schema, Envelope> envelopes = new IdentityHashMap<>();
    private final LongSupplier clockMillis;
    private volatile long lastChangeMillis = UNKNOWN;
    private volatile long caughtUpMillis = UNKNOWN;
    private volatile long lookMillis;
    private volatile long position = UNKNOWN;
    private volatile @Nullable Supplier<CaptureState> capture;
    private volatile IntSupplier tablesNotCaptured = () -> 0;

    /** Where the records of one schema have what counts. */
    private record Envelope(Field op, Field source, TableMetrics table) {}

    /** Offers metrics through {@code metrics}; rows that cannot be read are tolerated or not. */
    public SourceMetrics(TaskMetrics metrics, boolean toleratesBadRows) {
        this(metrics, toleratesBadRows, System::currentTimeMillis);
    }

    /** The same by {@code clockMillis}, the time in milliseconds since the epoch. */
    SourceMetrics(TaskMetrics metrics, boolean toleratesBadRows, LongSupplier clockMillis) {
        this.clockMillis = clockMillis;
        this.metrics = metrics;
        this.badRows = new BadRows(toleratesBadRows);
        polls = metrics.counter("polls-total", "Polls of the task");
        pages = metrics.counter("pages-total", "Statements sent that read a page or chunk of rows");
        retries = metrics.counter("retries-total", "Failures of the database after which it was tried again");
        unreadable = metrics.counter("unreadable-rows-total", "Rows that could not be read and were left out");
        tombstones = metrics.counter("tombstones-total", "Records without a value that follow deletes");
        compared = metrics.counter("compared-rows-total", "Rows of compare runs handed over");
        operations = Map.of(
                Operation.READ.code(), metrics.counter("loaded-rows-total", "Bulk rows handed over"),
                Operation.CREATE.code(), metrics.counter("changes-create-total", "Added rows handed over"),
                Operation.UPDATE.code(), metrics.counter("changes-update-total", "Updated rows handed over"),
                Operation.DELETE.code(), metrics.counter("changes-delete-total", "Deleted rows handed over"));
        metrics.gauge(
                "milliseconds-behind-source",
                "How far what was handed over is behind the present: 0 when all changes were; it grows with the clock"
                        + " while none can be read; -1 before the first look",
                this::behindMillis);
        metrics.gauge(
                "last-position",
                "source.position of the last record handed over, in microseconds since the epoch; -1 before the first",
                () -> position);
        metrics.gauge(
                "capture-lag-ms",
                "How far Capture's SYNCHTIME is behind the database's clock; -1 where unknown",
                this::captureLagMillis);
        metrics.gauge(
                "capture-state",
                "0 unknown, 1 keeping up, 2 lagging, 3 stopped",
                () -> code(captureState().kind()));
        metrics.gauge(
                "tables-not-captured",
                "Wanted tables that Capture does not capture",
                () -> tablesNotCaptured.getAsInt());
    }

    /** Takes where to ask how Capture is, and how many wanted tables it does not capture; any thread may ask it. */
    public void watch(Supplier<CaptureState> state, IntSupplier notCaptured) {
        capture = state;
        tablesNotCaptured = notCaptured;
    }

    /**
     * Says that there is no change to hand over at the moment, and how long the next look may take to come. The polling
     * thread calls it.
     */
    public void caughtUp(Duration nextLook) {
        lookMillis = 2 * nextLook.toMillis() + SLACK_MILLIS;
        caughtUpMillis = clockMillis.getAsLong();
    }

    private long behindMillis() {
        long change = lastChangeMillis;
        long caughtUp = caughtUpMillis;
        if (caughtUp == UNKNOWN && change == UNKNOWN) {
            return UNKNOWN;
        }
        CaptureState state = captureState();
        boolean lags = state.kind() == CaptureState.Kind.LAGGING || state.kind() == CaptureState.Kind.STOPPED;
        long captureLag = lags ? Math.max(0, state.lagMicros() / 1000) : 0;
        long now = clockMillis.getAsLong();
        if (caughtUp == UNKNOWN) {
            return Math.max(0, now - change);
        }
        long behind = now - caughtUp;
        return behind <= lookMillis ? captureLag : behind + captureLag;
    }

    private CaptureState captureState() {
        @Nullable Supplier<CaptureState> state = capture;
        return state == null ? CaptureState.UNKNOWN : state.get();
    }

    private static long code(CaptureState.Kind kind) {
        return switch (kind) {
            case UNKNOWN -> 0;
            case KEEPING_UP -> 1;
            case LAGGING -> 2;
            case STOPPED -> 3;
        };
    }

    private long captureLagMillis() {
        long micros = captureState().lagMicros();
        return micros < 0 ? UNKNOWN : micros / 1000;
    }

    /** Says that a load of the table goes on or begins, which has about {@code rows} rows; -1 where that is unknown. */
    public void loads(TableId table, long rows) {
        table(table).loads(rows);
    }

    /** Counts a poll. */
    public void polled() {
        polls.increment();
    }

    /** Counts a failure after which it is tried again. */
    public void retried() {
        retries.increment();
    }

    @Override
    public void page() {
        pages.increment();
    }

    @Override
    public void unreadable(UnreadableRowException row, String where) {
        badRows.met(row, where);
        unreadable.increment();
    }

    /** Counts records that are handed over. The polling thread calls it. */
    public void handOver(List<SourceRecord> records) {
        @Nullable Struct lastSource = null;
        boolean lastIsChange = false;
        for (SourceRecord sent : records) {
            if (RunMarker.isMarker(sent)) {
                continue;
            }
            if (sent.value() == null) {
                tombstones.increment();
            } else if (sent.headers().lastWithName(CompareRunHeader.NAME) != null) {
                compared.increment();
            } else if (sent.value() instanceof Struct value && isEnvelope(value.schema())) {
                Envelope envelope = envelopes.computeIfAbsent(value.schema(), schema -> envelope(schema, value));
                String operation = (String) value.get(envelope.op());
                Struct source = (Struct) value.get(envelope.source());
                boolean loaded = operation.equals(Operation.READ.code());
                count(operation);
                envelope.table().count(loaded, loaded && isLast(source));
                lastSource = source;
                lastIsChange = !loaded;
            }
        }
        if (lastSource != null) {
            position = lastSource.getInt64(EnvelopeFields.POSITION);
            if (lastIsChange) {
                lastChangeMillis = lastSource.getInt64(EnvelopeFields.TS_MS);
                caughtUpMillis = UNKNOWN;
            }
        }
    }

    private void count(String operation) {
        @Nullable LongAdder counter = operations.get(operation);
        if (counter != null) {
            counter.increment();
        }
    }

    private static boolean isLast(Struct source) {
        return source.getString(EnvelopeFields.SNAPSHOT).startsWith("last");
    }

    private static boolean isEnvelope(Schema schema) {
        String name = schema.name();
        return name != null && name.endsWith(".Envelope");
    }

    private Envelope envelope(Schema schema, Struct value) {
        Field source = schema.field(EnvelopeFields.SOURCE);
        Struct block = (Struct) value.get(source);
        TableId table = new TableId(block.getString(EnvelopeFields.SCHEMA), block.getString(EnvelopeFields.TABLE));
        return new Envelope(schema.field(EnvelopeFields.OP), source, table(table));
    }

    private TableMetrics table(TableId table) {
        return tables.computeIfAbsent(table, id -> new TableMetrics(metrics.tagged("table", id.toString())));
    }

    /** Takes the metrics out. */
    @Override
    public void close() {
        metrics.close();
    }
}
