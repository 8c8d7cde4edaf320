package io.odsconnect.smt.metadata;

import io.odsconnect.common.value.HeaderText;
import io.odsconnect.smt.record.AddedFields;
import io.odsconnect.smt.record.RecordHeaders;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.RowEditor;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** Inserts metadata into the headers and rows of records. Not safe for use by several threads. */
public final class MetadataInserter {

    private final RecordPart part;
    private final List<Metadatum> headers;
    private final List<Metadatum> fields;
    private final boolean quotes;
    private final RowEditor editor;
    /** What goes into the rows of the record at hand: read once, even where both rows of an envelope get it. */
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /**
     * Makes an inserter.
     *
     * @param clock supplies the processing time
     * @param part the part of a record that has to be there, and that the fields go into
     * @param headers the headers, each as {@code name:what}
     * @param quotes whether a text in a header that may be taken for something else stands in quotation marks
     * @param fields the fields, each as {@code name:what}
     * @throws org.apache.kafka.common.config.ConfigException if an item of either is wrong
     */
    public MetadataInserter(Clock clock, RecordPart part, List<String> headers, boolean quotes, List<String> fields) {
        this.part = part;
        this.quotes = quotes;
        MetadataCatalogue catalogue = new MetadataCatalogue(clock);
        this.headers = MetadataList.parse("headers", headers, catalogue, false);
        this.fields = MetadataList.parse("fields", fields, catalogue, part == RecordPart.KEY);
        Map<String, Schema> schemas = new LinkedHashMap<>();
        this.fields.forEach(field -> schemas.put(field.name(), field.schema()));
        this.editor = new RowEditor(new AddedFields(schemas, (row, edited) -> values.forEach(edited::put)));
    }

    /**
     * Returns the record with what there is to insert; the record itself where it does not have the part.
     *
     * @throws DataException if a field exists already, or a number of the record does not fit into 64 bits
     */
    public <R extends ConnectRecord<R>> R insert(R record) {
        if (part.value(record) == null) {
            return record;
        }
        RecordContext context = RecordContext.of(record);
        try {
            R edited = fields.isEmpty() ? record : withFields(record, context);
            return headers.isEmpty() ? edited : withHeaders(edited, context);
        } catch (ArithmeticException e) {
            throw new DataException("The time in its source does not fit into 64 bits as microseconds");
        }
    }

    private <R extends ConnectRecord<R>> R withFields(R record, RecordContext context) {
        for (Metadatum field : fields) {
            values.put(field.name(), field.read().apply(context));
        }
        return part.edit(record, editor);
    }

    private <R extends ConnectRecord<R>> R withHeaders(R record, RecordContext context) {
        Headers all = record.headers().duplicate();
        for (Metadatum header : headers) {
            Object value = header.read().apply(context);
            all.remove(header.name());
            if (value != null) {
                all.add(
                        header.name(),
                        quotes && value instanceof String text ? HeaderText.of(text) : value,
                        header.schema());
            }
        }
        return RecordHeaders.with(record, all);
    }
}
