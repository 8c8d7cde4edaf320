package io.odsconnect.smt;

import io.odsconnect.common.Version;
import io.odsconnect.smt.metadata.MetadataInserter;
import io.odsconnect.smt.metadata.MetadataList;
import io.odsconnect.smt.record.Failures;
import io.odsconnect.smt.record.RecordPart;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Inserts what can be told about a record into headers or fields: identifiers, times, the operation, where the record
 * comes from, static texts. What a record does not tell is left out of the headers, and is null in the fields.
 *
 * <p>Fields go into the row: into {@code before} and {@code after} alike in an envelope. A record without the key or
 * value that the transform is for passes unchanged.
 */
public abstract class InsertMetadata<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "Insert what can be told about a record into headers or fields: identifiers, times, the operation, where the "
                    + "record comes from, static texts."
                    + "<p/>Use the concrete transformation type for the record key (<code>" + Key.class.getName()
                    + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    /** Option: the headers to insert. */
    public static final String HEADERS = "headers";
    /** Option: the fields to insert. */
    public static final String FIELDS = "fields";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = new ConfigDef()
            .define(
                    HEADERS,
                    ConfigDef.Type.LIST,
                    List.of(),
                    MetadataList.validator(),
                    Importance.HIGH,
                    "The headers to insert, each as name:what, such as id:uuid.stable,op:operation. A header that is there "
                            + "already is replaced.")
            .define(
                    FIELDS,
                    ConfigDef.Type.LIST,
                    List.of(),
                    MetadataList.validator(),
                    Importance.HIGH,
                    "The fields to insert into the row, each as name:what. They come after the row's own, and may be null.");

    private final RecordPart part;
    private final Clock clock;
    private @Nullable MetadataInserter inserter;

    InsertMetadata(RecordPart part, Clock clock) {
        this.part = part;
        this.clock = clock;
    }

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public void configure(Map<String, ?> props) {
        AbstractConfig config = new AbstractConfig(CONFIG_DEF, props, false);
        List<String> headers = config.getList(HEADERS);
        List<String> fields = config.getList(FIELDS);
        if (headers.isEmpty() && fields.isEmpty()) {
            throw new ConfigException("Set " + HEADERS + " or " + FIELDS + "; without either nothing is inserted");
        }
        inserter = new MetadataInserter(clock, headers, fields);
    }

    @Override
    public R apply(R record) {
        Object value = part.value(record);
        if (value == null) {
            return record;
        }
        if (inserter == null) {
            throw new IllegalStateException("InsertMetadata is not configured");
        }
        try {
            MetadataInserter.Inserted inserted = inserter.insert(record, part.schema(record), value);
            return part.with(record, inserted.part(), inserted.headers());
        } catch (DataException | ArithmeticException e) {
            throw Failures.of("InsertMetadata", part.word(), record, e);
        }
    }

    @Override
    public void close() {
        inserter = null;
    }

    /** Inserts fields into the key. */
    public static final class Key<R extends ConnectRecord<R>> extends InsertMetadata<R> {

        /** Called by the worker. */
        public Key() {
            super(RecordPart.KEY, Clock.systemUTC());
        }
    }

    /** Inserts fields into the value. */
    public static final class Value<R extends ConnectRecord<R>> extends InsertMetadata<R> {

        /** Called by the worker. */
        public Value() {
            this(Clock.systemUTC());
        }

        /** For tests, which choose the processing time. */
        Value(Clock clock) {
            super(RecordPart.VALUE, clock);
        }
    }
}
