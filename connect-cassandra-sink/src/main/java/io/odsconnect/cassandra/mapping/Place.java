package io.odsconnect.cassandra.mapping;

import io.odsconnect.common.value.Columns;
import java.util.IdentityHashMap;

/** Where rows of a topic go: a table, and how its columns are filled. Not safe for use by several threads. */
final class Place {

    /** How many forms of rows are kept; more than a sink meets, unless its records have no schema. */
    private static final int MOST_FITS = 1000;

    private final CqlTable table;
    private final ColumnMapping names;
    private final EventColumns event;
    private final IdentityHashMap<Columns, Fit> fits = new IdentityHashMap<>();

    Place(CqlTable table, ColumnMapping names, EventColumns event) {
        this.table = table;
        this.names = names;
        this.event = event;
    }

    CqlTable table() {
        return table;
    }

    /** Returns how columns are called that fields fill. */
    ColumnMapping names() {
        return names;
    }

    /** Returns the columns that the change itself fills, and no field. */
    EventColumns event() {
        return event;
    }

    /** Returns which fields of rows with these columns fill which columns of the table. */
    Fit fit(Columns row) {
        Fit known = fits.get(row);
        if (known != null) {
            return known;
        }
        if (fits.size() >= MOST_FITS) {
            fits.clear();
        }
        Fit fit = Fit.of(this, row);
        fits.put(row, fit);
        return fit;
    }
}
