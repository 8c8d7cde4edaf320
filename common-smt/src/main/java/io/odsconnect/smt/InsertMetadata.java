package io.odsconnect.smt;

import io.odsconnect.smt.metadata.MetadataInserter;
import io.odsconnect.smt.metadata.MetadataList;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.TransformOptions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Inserts metadata of a record into headers or fields: identifiers, times, the operation, the origin of the record, static
 * texts. A value that the record does not have is left out of the headers, and is null in the fields.
 *
 * <p>Fields go into the row: into {@code before} and {@code after} alike in an envelope. A record without the key or
 * value that the transform is for passes unchanged.
 */
public abstract class InsertMetadata<R extends ConnectRecord<R>> extends RecordTransform<R> {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "Insert metadata of a record into headers or fields: identifiers, times, the operation, where the "
                    + "record comes from, static texts."
                    + "<p/>Use the concrete transformation type for the record key (<code>" + Key.class.getName()
                    + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    /** Option: the headers to insert. */
    public static final String HEADERS = "headers";
    /** Option: whether texts in headers that may be taken for something else are quoted. */
    public static final String QUOTE_HEADERS = "quote.headers";
    /** Option: the fields to insert. */
    public static final String FIELDS = "fields";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = definition(false);

    InsertMetadata(RecordPart part, Clock clock) {
        super("InsertMetadata", part, part == RecordPart.VALUE ? CONFIG_DEF : definition(true), config -> {
            check(config.values());
            MetadataInserter inserter = new MetadataInserter(
                    clock, part, config.getList(HEADERS), config.getBoolean(QUOTE_HEADERS), config.getList(FIELDS));
            return inserter::insert;
        });
    }

    private static ConfigDef definition(boolean ofKey) {
        return new ConfigDef()
                .define(
                        HEADERS,
                        ConfigDef.Type.LIST,
                        List.of(),
                        MetadataList.validator(false),
                        Importance.HIGH,
                        "The headers to insert, each as name:what, such as id:uuid.stable,op:operation. A header that is there "
                                + "already is replaced.",
                        null,
                        -1,
                        Width.NONE,
                        HEADERS,
                        TransformOptions.fitting(InsertMetadata::check))
                .define(
                        QUOTE_HEADERS,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether a header whose text the worker's default header converter would take for a number, a date, a "
                                + "boolean, null or JSON stands in quotation marks. Templates and position.from=header: take them "
                                + "off. false writes all texts as they are.")
                .define(
                        FIELDS,
                        ConfigDef.Type.LIST,
                        List.of(),
                        MetadataList.validator(ofKey),
                        Importance.HIGH,
                        "The fields to insert into the row, each as name:what. They come after the row's own, and may be null. Into "
                                + "a key only what is the same for all events of a row.");
    }

    private static void check(Map<String, ?> values) {
        if (values.get(HEADERS) instanceof List<?> headers
                && values.get(FIELDS) instanceof List<?> fields
                && headers.isEmpty()
                && fields.isEmpty()) {
            throw new ConfigException(
                    "Option " + HEADERS + " is empty, and so is " + FIELDS + "; set one, else nothing is inserted");
        }
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
