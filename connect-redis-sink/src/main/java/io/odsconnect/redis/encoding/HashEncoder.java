package io.odsconnect.redis.encoding;

import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Columns;
import io.odsconnect.common.value.Row;
import io.odsconnect.common.value.Utf8;
import java.util.Arrays;
import java.util.List;

/**
 * Turns rows into the fields of a hash: names and values in turn, or for a script all of them in one piece of
 * {@linkplain MessagePack MessagePack}. Names are encoded only once as long as the columns are the same.
 */
final class HashEncoder implements RowEncoder {

    private static final byte[] EMPTY = {};

    private final RowEncoding encoding;
    private final ValueText texts;
    private final MessagePack pack = new MessagePack();
    private Columns columns = Columns.of(List.of());
    private byte[][] names = {};

    HashEncoder(RowEncoding encoding) {
        this.encoding = encoding;
        this.texts = new ValueText(encoding.formats(), encoding.keepNulls());
    }

    @Override
    public byte[][] encode(Row row) {
        if (!row.columns().equals(columns)) {
            take(row.columns());
        }
        byte[][] encoded = encoding.forScript() ? packed(row) : separate(row);
        if (encoded.length == 0 || encoded[0].length == 0) {
            throw new BadRecordException(
                    "All columns are null, and Redis has no empty hash: set null.handling=empty to store such rows");
        }
        return encoded;
    }

    private void take(Columns next) {
        ReservedColumnNames.check(next, encoding.reserved());
        names = next.names().stream()
                .map(Utf8::bytes)
                .map(name -> encoding.forScript() ? MessagePack.string(name) : name)
                .toArray(byte[][]::new);
        columns = next;
    }

    private byte[][] packed(Row row) {
        pack.clear();
        for (int i = 0; i < names.length; i++) {
            Object value = row.value(i);
            if (value == null) {
                if (encoding.keepNulls()) {
                    pack.addEncoded(names[i]);
                    pack.add(EMPTY);
                }
            } else {
                pack.addEncoded(names[i]);
                if (texts.isRaw(value)) {
                    pack.add((byte[]) value);
                } else {
                    pack.add(texts.of(value));
                }
            }
        }
        return new byte[][] {pack.toBytes()};
    }

    private byte[][] separate(Row row) {
        byte[][] fields = new byte[2 * names.length][];
        int used = 0;
        for (int i = 0; i < names.length; i++) {
            Object value = row.value(i);
            if (value != null || encoding.keepNulls()) {
                fields[used++] = names[i];
                fields[used++] = value == null ? EMPTY : bytes(value);
            }
        }
        return used == fields.length ? fields : Arrays.copyOf(fields, used);
    }

    private byte[] bytes(Object value) {
        return texts.isRaw(value) ? (byte[]) value : Utf8.bytes(texts.of(value));
    }
}
