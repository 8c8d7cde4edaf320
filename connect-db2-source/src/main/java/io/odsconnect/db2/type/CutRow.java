package io.odsconnect.db2.type;

import java.util.List;
import org.apache.kafka.connect.data.Schema;

/** A row of which some values were cut to the largest size allowed. */
public final class CutRow extends CheckedStruct {

    private final List<String> columns;

    CutRow(Schema schema, List<String> columns) {
        super(schema);
        this.columns = List.copyOf(columns);
    }

    /** Returns the names of the columns that were cut. */
    public List<String> columns() {
        return columns;
    }

    // A row is what its values are; that they were cut is said beside it.

    @Override
    public boolean equals(Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
