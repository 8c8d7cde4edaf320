package io.odsconnect.redis.mapping;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.template.TopicTemplates;
import io.odsconnect.common.value.CanonicalValues;
import io.odsconnect.common.value.Row;
import io.odsconnect.common.value.TextForm;
import java.time.LocalDate;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Says which index a row is in.
 *
 * @param templates the keys of the indexes, by topic; a topic without one has none
 * @param scoreColumn the column by which an index is sorted; null where indexes are not sorted
 */
public record IndexRule(TopicTemplates templates, @Nullable String scoreColumn) {

    private static final long MICROS_PER_MILLI = 1000;

    /**
     * Returns the entry of the row that an event leaves; null where it is in no index, because its topic has none or a
     * column of the template is null.
     *
     * @throws DataException if the row lacks a column, or its score is no number
     */
    @Nullable
    IndexEntry of(ChangeEvent event, Row row) {
        Template template = templates.forTopic(event.topic()).orElse(null);
        if (template == null) {
            return null;
        }
        String key;
        try {
            key = template.of(event);
        } catch (DataException e) {
            if (TemplateFields.of(template).areAllIn(event)) {
                return null;
            }
            throw e;
        }
        return new IndexEntry(key, scoreColumn == null ? "" : score(row, scoreColumn));
    }

    private static String score(Row row, String column) {
        Object value = row.get(column);
        if (value instanceof Number) {
            return TextForm.of(value);
        }
        if (value instanceof LocalDate date) {
            return Long.toString(TimeUnit.DAYS.toMillis(date.toEpochDay()));
        }
        OptionalLong micros;
        try {
            micros = CanonicalValues.epochMicros(value);
        } catch (DataException e) {
            throw new BadRecordException("Column " + column + ", which index.score.field names, " + e.getMessage());
        }
        if (micros.isPresent()) {
            return Long.toString(Math.floorDiv(micros.getAsLong(), MICROS_PER_MILLI));
        }
        throw new BadRecordException("Column " + column + ", which index.score.field names, is missing or null, or "
                + "neither a number nor a date with a time or without one"
                + row.columns().hint(column));
    }
}
