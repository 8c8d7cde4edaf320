package io.odsconnect.redis.encoding;

import io.odsconnect.common.value.Columns;
import io.odsconnect.common.value.Row;
import io.odsconnect.common.value.Utf8;
import java.util.List;

/** Turns rows into JSON objects, members in the order of the columns, without spaces. */
final class JsonEncoder implements RowEncoder {

    private final RowEncoding encoding;
    private final ValueText texts;
    private Columns columns = Columns.of(List.of());

    JsonEncoder(RowEncoding encoding) {
        this.encoding = encoding;
        this.texts = new ValueText(encoding.formats(), encoding.keepNulls());
    }

    @Override
    public byte[][] encode(Row row) {
        if (!row.columns().equals(columns)) {
            ReservedColumnNames.check(row.columns(), encoding.reserved());
            columns = row.columns();
        }
        return new byte[][] {Utf8.bytes(texts.of(row))};
    }
}
