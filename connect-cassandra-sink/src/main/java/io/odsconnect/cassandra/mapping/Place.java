package io.odsconnect.cassandra.mapping;

/** Where rows of a topic go: a table, and how its columns are filled. Equal to itself only. */
final class Place {

    private final CqlTable table;
    private final ColumnNames names;
    private final EventColumns event;

    Place(CqlTable table, ColumnNames names, EventColumns event) {
        this.table = table;
        this.names = names;
        this.event = event;
    }

    CqlTable table() {
        return table;
    }

    /** Returns how columns are called that fields fill. */
    ColumnNames names() {
        return names;
    }

    /** Returns the columns that the change itself fills, and no field. */
    EventColumns event() {
        return event;
    }
}
