package io.odsconnect.redis.encoding;

import java.util.Set;

/**
 * How rows become bytes.
 *
 * @param type what a row is in Redis
 * @param forScript whether a script takes the rows: then the fields of a hash are one piece, which a script takes in
 *     faster than many
 * @param formats the text forms of values
 * @param keepNulls whether a null becomes an empty field, in JSON a null; else it is left out
 * @param reserved the names that no column may have
 */
public record RowEncoding(
        ValueType type, boolean forScript, ValueFormats formats, boolean keepNulls, Set<String> reserved) {

    /** Copies what could change. */
    public RowEncoding {
        reserved = Set.copyOf(reserved);
    }

    /** Returns an encoder that is quickest where the rows it gets have the same columns. */
    public RowEncoder newEncoder() {
        return type == ValueType.HASH ? new HashEncoder(this) : new JsonEncoder(this);
    }
}
