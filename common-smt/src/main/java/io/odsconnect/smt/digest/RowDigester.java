package io.odsconnect.smt.digest;

import io.odsconnect.common.value.Row;
import io.odsconnect.smt.canonical.CanonicalEncoder;
import io.odsconnect.smt.canonical.ColumnSelection;
import io.odsconnect.smt.record.Rows;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Digests of rows, as text {@code <algorithm>:<digest>}. The algorithm's name in front identifies the digest for a verifier, and keeps
 * a header converter that guesses types from taking a digest of digits for a number.
 *
 * <p>Not safe for use by several threads.
 */
public final class RowDigester {

    private final String prefix;
    private final Digester digester;
    private final DigestEncoding encoding;
    private final ColumnSelection columns;
    private final CanonicalEncoder encoder;
    private final boolean plainJson;
    private final Rows rows = new Rows();

    RowDigester(String label, Digester digester, DigestEncoding encoding, ColumnSelection columns, boolean plainJson) {
        this.prefix = label + ":";
        this.digester = digester;
        this.encoding = encoding;
        this.columns = columns;
        this.plainJson = plainJson;
        this.encoder = new CanonicalEncoder(columns);
    }

    /**
     * Returns the digest of a row: a struct, a map, or any other value where the record is no row.
     *
     * @param schema the schema of {@code row}; null without one
     * @throws DataException if a field that the digest must cover is not in the schema, or a value has no canonical form
     */
    public String of(@Nullable Schema schema, Object row) {
        Object canonical =
                plainJson ? rows.read(null, PlainJson.of(schemaOf(schema, row), row)) : rows.read(schema, row);
        checkColumns(row, canonical);
        try {
            return prefix + encoding.encode(digester.digest(encoder.encode(canonical)));
        } catch (IllegalArgumentException e) {
            throw new DataException(e.getMessage());
        }
    }

    private static @Nullable Schema schemaOf(@Nullable Schema schema, Object row) {
        return row instanceof Struct struct ? struct.schema() : schema;
    }

    /** Without a schema it is unknown whether an absent field is null or misspelt; with one it is known. */
    private void checkColumns(Object row, @Nullable Object canonical) {
        if (columns.isAll()) {
            return;
        }
        if (!(canonical instanceof Row)) {
            throw new DataException("Options " + DigestOptions.INCLUDE + " and " + DigestOptions.EXCLUDE
                    + " name fields, but this is neither a struct nor a map without schema");
        }
        if (row instanceof Struct struct) {
            for (String column : columns.included()) {
                if (struct.schema().field(column) == null) {
                    throw new DataException("Option " + DigestOptions.INCLUDE + " names field " + column
                            + ", which the row's schema does not have");
                }
            }
        }
    }
}
