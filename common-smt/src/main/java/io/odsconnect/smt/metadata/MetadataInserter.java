package io.odsconnect.smt.metadata;

import io.odsconnect.smt.record.AddedFields;
import io.odsconnect.smt.record.RowEditor;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** Inserts metadata into the headers and rows of records. Not safe for use by several threads. */
public final class MetadataInserter {

    private final List<Metadatum> headers;
    private final List<Metadatum> fields;
    private final RowEditor editor;
    /** What goes into the rows of the record at hand: read once, even where both rows of an envelope get it. */
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /**
     * What is to be put into a new record.
     *
     * @param headers all headers
     * @param part the key or value
     */
    public record Inserted(Headers headers, SchemaAndValue part) {}

    /**
     * Makes an inserter.
     *
     * @param clock tells the processing time
     * @param headers the headers, each as {@code name:what}
     * @param fields the fields, each as {@code name:what}
     * @throws org.apache.kafka.common.config.ConfigException if an item of either is wrong
     */
    public MetadataInserter(Clock clock, List<String> headers, List<String> fields) {
        MetadataCatalogue catalogue = new MetadataCatalogue(clock);
        this.headers = MetadataList.parse("headers", headers, catalogue);
        this.fields = MetadataList.parse("fields", fields, catalogue);
        Map<String, Schema> schemas = new LinkedHashMap<>();
        this.fields.forEach(field -> schemas.put(field.name(), field.schema()));
        this.editor = new RowEditor(new AddedFields(schemas, (row, edited) -> values.forEach(edited::put)));
    }

    /**
     * Returns the record's headers and this key or value, each with what there is to insert. What comes in stays as it
     * is.
     *
     * @param schema the schema of {@code part}; null without one
     * @param part the key or value
     */
    public Inserted insert(ConnectRecord<?> record, @Nullable Schema schema, Object part) {
        RecordContext context = RecordContext.of(record);
        Headers all = record.headers().duplicate();
        for (Metadatum header : headers) {
            Object value = header.read().apply(context);
            all.remove(header.name());
            if (value != null) {
                all.add(header.name(), value, header.schema());
            }
        }
        if (fields.isEmpty()) {
            return new Inserted(all, new SchemaAndValue(schema, part));
        }
        for (Metadatum field : fields) {
            values.put(field.name(), field.read().apply(context));
        }
        return new Inserted(all, editor.edit(schema, part));
    }
}
