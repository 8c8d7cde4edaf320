package io.odsconnect.smt;

import io.odsconnect.common.value.HeaderText;
import io.odsconnect.smt.record.Failures;
import io.odsconnect.smt.record.RecordHeaders;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.RecordStep;
import io.odsconnect.smt.record.RowEditor;
import io.odsconnect.smt.record.TransformOptions;
import io.odsconnect.smt.size.DroppedFields;
import io.odsconnect.smt.size.SizeHistogram;
import io.odsconnect.smt.size.SizeMeter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what a record takes when it is serialized, and minds those over a limit: warns, marks, drops fields, or fails
 * them. What it has measured is a histogram in JMX.
 */
public final class RecordSize<R extends ConnectRecord<R>> extends RecordTransform<R> {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "Measure what records take when they are serialized, and warn of those over a limit, mark them, drop fields of "
                    + "them or fail them.";

    /** Option: the limit. */
    public static final String MAX_BYTES = "max.bytes";
    /** Option: the form that is measured. */
    public static final String FORMAT = "format";
    /** Option: what to do with a record over the limit. */
    public static final String ON_EXCEED = "on.exceed";
    /** Option: the fields that may be dropped. */
    public static final String DROP_FIELDS = "drop.fields";
    /** Option: the header for the size. */
    public static final String MARK_HEADER = "mark.header";
    /** Option: the header for what was dropped. */
    public static final String DROPPED_HEADER = "dropped.header";

    private static final int TEN_KILOBYTES = 10 * 1024;

    /** The options. */
    public static final ConfigDef CONFIG_DEF = new ConfigDef()
            .define(
                    MAX_BYTES,
                    ConfigDef.Type.INT,
                    TEN_KILOBYTES,
                    Range.atLeast(1),
                    Importance.HIGH,
                    "The limit in bytes, for key, value and headers together.")
            .define(
                    FORMAT,
                    ConfigDef.Type.STRING,
                    SizeMeter.JSON.title(),
                    CaseInsensitiveValidString.in(SizeMeter.titles().toArray(String[]::new)),
                    Importance.HIGH,
                    "What the converters make of key and value: json without schemas, or avro with a schema registry.")
            .define(
                    ON_EXCEED,
                    ConfigDef.Type.STRING,
                    Action.WARN.title(),
                    CaseInsensitiveValidString.in(
                            Action.WARN.title(), Action.MARK.title(), Action.DROP.title(), Action.FAIL.title()),
                    Importance.HIGH,
                    "What to do with a record over the limit. warn: say so in the log, once a minute at most. mark: write its "
                            + "size into a header. drop: drop the fields of drop.fields, one after the other until it fits, and "
                            + "fail it if it does not. fail: fail it, so that it goes to the dead-letter queue where there is one.",
                    null,
                    -1,
                    Width.NONE,
                    ON_EXCEED,
                    TransformOptions.fitting(RecordSize::check))
            .define(
                    DROP_FIELDS,
                    ConfigDef.Type.LIST,
                    List.of(),
                    Importance.MEDIUM,
                    "The fields of the row that may be dropped, the first one first. With a schema they become null, so they "
                            + "have to be optional.")
            .define(
                    MARK_HEADER,
                    ConfigDef.Type.STRING,
                    "odsconnect.record.size",
                    new NonEmptyString(),
                    Importance.LOW,
                    "The header that mark writes: the size in bytes, an INT64.")
            .define(
                    DROPPED_HEADER,
                    ConfigDef.Type.STRING,
                    "odsconnect.dropped.fields",
                    new NonEmptyString(),
                    Importance.LOW,
                    "The header that drop writes: the names of the fields, with commas between them; in quotation marks where a header "
                            + "converter that guesses types would take them for numbers.");

    private enum Action {
        WARN,
        MARK,
        DROP,
        FAIL;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Called by the worker. */
    public RecordSize() {
        this(Clock.systemUTC());
    }

    /** For tests, which let time go by. */
    RecordSize(Clock clock) {
        super("RecordSize", RecordPart.VALUE, CONFIG_DEF, config -> {
            check(config.values());
            return new SizeStep<>(clock, config);
        });
    }

    private static void check(Map<String, ?> values) {
        if (!(values.get(ON_EXCEED) instanceof String action) || !(values.get(DROP_FIELDS) instanceof List<?> fields)) {
            return;
        }
        if (action.equalsIgnoreCase(Action.DROP.title()) == fields.isEmpty()) {
            throw new ConfigException(
                    fields.isEmpty()
                            ? "Option " + ON_EXCEED + " is drop: set " + DROP_FIELDS
                            : "Option " + DROP_FIELDS + " is set: set " + ON_EXCEED + " to drop, or leave it out");
        }
    }

    /** Measures the records of one task. */
    private static final class SizeStep<R extends ConnectRecord<R>> implements RecordStep<R> {

        private static final Logger LOG = LoggerFactory.getLogger(RecordSize.class);
        private static final long WARN_MILLIS = 60_000;

        private final Clock clock;
        /** At place i the editor that drops the first i + 1 fields. */
        private final List<RowEditor> editors = new ArrayList<>();

        private final List<String> dropFields;
        private final SizeMeter meter;
        private final Action action;
        private final long limit;
        private final String markHeader;
        private final String droppedHeader;
        private @Nullable SizeHistogram histogram;
        private long nextWarning = Long.MIN_VALUE;
        private long unwarned;

        SizeStep(Clock clock, AbstractConfig config) {
            this.clock = clock;
            limit = config.getInt(MAX_BYTES);
            meter = SizeMeter.valueOf(config.getString(FORMAT).toUpperCase(Locale.ROOT));
            action = Action.valueOf(config.getString(ON_EXCEED).toUpperCase(Locale.ROOT));
            dropFields = config.getList(DROP_FIELDS);
            for (int i = 1; i <= dropFields.size(); i++) {
                editors.add(new RowEditor(new DroppedFields(dropFields.subList(0, i))));
            }
            markHeader = config.getString(MARK_HEADER);
            droppedHeader = config.getString(DROPPED_HEADER);
        }

        @Override
        public R apply(R record) {
            if (histogram == null) {
                // Here and not in the constructor: only now it is known which task this is.
                histogram = new SizeHistogram(limit);
            }
            long size = meter.size(record);
            histogram.count(size, size > limit);
            return size > limit ? exceeding(record, size) : record;
        }

        @Override
        public void close() {
            if (histogram != null) {
                histogram.close();
                histogram = null;
            }
        }

        private R exceeding(R record, long size) {
            return switch (action) {
                case WARN -> {
                    warn(record, size);
                    yield record;
                }
                case MARK -> RecordHeaders.with(record, markHeader, Schema.INT64_SCHEMA, size);
                case DROP -> drop(record, size);
                case FAIL -> throw tooLarge(size, "");
            };
        }

        private void warn(R record, long size) {
            long now = clock.millis();
            if (now < nextWarning) {
                unwarned++;
                return;
            }
            LOG.warn(
                    "A record of {} has {} bytes, more than the {} of option {}; {} others too since the last such warning",
                    Failures.place(record),
                    size,
                    limit,
                    MAX_BYTES,
                    unwarned);
            nextWarning = now + WARN_MILLIS;
            unwarned = 0;
        }

        private R drop(R record, long size) {
            Object value = record.value();
            for (int i = 0; value != null && i < editors.size(); i++) {
                R smaller = RecordPart.VALUE.with(record, editors.get(i).edit(record.valueSchema(), value));
                smaller = RecordHeaders.with(
                        smaller,
                        droppedHeader,
                        Schema.STRING_SCHEMA,
                        HeaderText.of(String.join(",", dropFields.subList(0, i + 1))));
                if (meter.size(smaller) <= limit) {
                    return smaller;
                }
            }
            throw tooLarge(size, ", also without the fields of option " + DROP_FIELDS);
        }

        private DataException tooLarge(long size, String also) {
            return new DataException(
                    "The record takes " + size + " bytes, more than the " + limit + " of option " + MAX_BYTES + also);
        }
    }
}
