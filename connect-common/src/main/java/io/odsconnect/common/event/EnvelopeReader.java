package io.odsconnect.common.event;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads single facts of an event in our envelope, where the whole of it is not needed. */
public final class EnvelopeReader {

    private EnvelopeReader() {}

    /** Returns what the record tells; null where it tells of no row. A record with a key alone is a delete. */
    public static @Nullable Operation operation(ConnectRecord<?> record) {
        if (record.value() == null) {
            return record.key() == null ? null : Operation.DELETE;
        }
        return Fields.get(record.value(), EnvelopeFields.OP) instanceof String code
                ? Operation.ofCode(code).orElse(null)
                : null;
    }

    /** Returns the position of the record, or {@link ChangeEvent#NO_POSITION}. */
    public static long position(ConnectRecord<?> record) {
        Object position = Fields.get(Fields.get(record.value(), EnvelopeFields.SOURCE), EnvelopeFields.POSITION);
        if (position == null) {
            Header header = record.headers().lastWithName(EnvelopeFields.POSITION_HEADER);
            position = header == null ? null : header.value();
        }
        return position instanceof Number number ? number.longValue() : ChangeEvent.NO_POSITION;
    }
}
