package io.odsconnect.common.event;

import java.util.Locale;

/** How the values of records are to be read. */
public enum RecordFormat {
    /** Each value by its looks. */
    AUTO,
    /** Change events in Debezium's envelope, which is ours; anything else is a bad record. */
    ENVELOPE,
    /** Rows; a null value is a delete. */
    FLAT;

    /** Returns the format of this name, in upper or lower case. */
    public static RecordFormat of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Returns the name as it stands in options. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
