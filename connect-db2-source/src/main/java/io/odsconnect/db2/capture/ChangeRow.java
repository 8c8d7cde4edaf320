package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A row of a change table.
 *
 * @param commit its unit of work
 * @param intent its place in that
 * @param operation {@code I}, {@code U} or {@code D}; in lower case where the row cannot be read and is left out
 * @param image the row after an insert or update, or before a delete
 * @param before the row before an update, where the change table has all its columns
 * @param oldKey the key before an update, where the change table has at least that
 * @param exact the key of the image, where its values there are not exact
 * @param oldExact the key before an update, in the same way
 */
record ChangeRow(
        Lsn commit,
        Lsn intent,
        char operation,
        Struct image,
        @Nullable Struct before,
        @Nullable Struct oldKey,
        @Nullable ExactKey exact,
        @Nullable ExactKey oldExact) {

    /** A row of a table in whose events keys are exact. */
    ChangeRow(Lsn commit, Lsn intent, char operation, Struct image, @Nullable Struct before, @Nullable Struct oldKey) {
        this(commit, intent, operation, image, before, oldKey, null, null);
    }

    /** Returns what stands for a row that cannot be read, of which only its place is known. */
    static ChangeRow unreadable(Lsn commit, Lsn intent, char operation, Schema schema) {
        return new ChangeRow(commit, intent, Character.toLowerCase(operation), new Struct(schema), null, null);
    }
}
