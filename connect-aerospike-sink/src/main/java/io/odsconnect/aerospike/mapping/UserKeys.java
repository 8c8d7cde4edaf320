package io.odsconnect.aerospike.mapping;

import com.aerospike.client.Value;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.value.Row;
import org.jspecify.annotations.Nullable;

/** Where the user key of a topic's rows comes from. */
sealed interface UserKeys {

    /**
     * Returns the user key of the row that an event leaves or deletes.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the event has none
     */
    Value of(ChangeEvent event);

    /** Returns the user key that the row had before an event; null if the event does not contain it. */
    @Nullable
    Value ofBefore(ChangeEvent event);

    /**
     * How many bytes a user key may take: the client puts it together with the name of the set, 63 bytes at most, and a
     * byte for its type into 8,192 bytes to make its digest.
     */
    int LONGEST = 8192 - 1 - 63;

    /**
     * The key is a text.
     *
     * @param template of the text
     * @param isStored whether the key is stored with the record
     */
    record FromTemplate(Template template, boolean isStored) implements UserKeys {
        @Override
        public Value of(ChangeEvent event) {
            return value(template.of(event));
        }

        @Override
        public @Nullable Value ofBefore(ChangeEvent event) {
            String before = template.ofBefore(event);
            return before == null ? null : value(before);
        }

        private Value value(String text) {
            Value key;
            try {
                key = BinValues.text(text);
            } catch (BadRecordException e) {
                throw new BadRecordException("key.template " + template + " gives no user key. " + e.getMessage(), e);
            }
            return checked("key.template " + template + " gives a user key that", key, isStored);
        }
    }

    /**
     * The key is the one column of the record's key, with its type.
     *
     * @param isStored whether the key is stored with the record
     */
    record FromRecordKey(boolean isStored) implements UserKeys {
        @Override
        public Value of(ChangeEvent event) {
            Row key = event.key();
            if (key == null) {
                throw new BadRecordException("The record has no key, of which the user key is made:"
                        + " set key.template to make it of columns of the row");
            }
            if (key.size() != 1) {
                throw new BadRecordException("The record's key has " + key.size() + " columns " + key.columns()
                        + " and Aerospike's has one value: set key.template to put them together, for example"
                        + " key.template={"
                        + String.join("|escape}:{", key.columns().names()) + "|escape}");
            }
            return value(key.name(0), key.value(0));
        }

        @Override
        public @Nullable Value ofBefore(ChangeEvent event) {
            Row key = event.key();
            Row before = event.before();
            Object value = key == null || key.size() != 1 || before == null ? null : before.get(key.name(0));
            return key == null || value == null ? null : value(key.name(0), value);
        }

        private Value value(String column, @Nullable Object value) {
            if (value == null) {
                throw new BadRecordException("Column " + column + " of the record's key is null");
            }
            Value key;
            try {
                key = BinValues.ofKey(value);
            } catch (BadRecordException e) {
                throw new BadRecordException(
                        "Column " + column + " of the record's key is no user key. " + e.getMessage(), e);
            }
            if (key == null) {
                throw new BadRecordException("Column " + column + " of the record's key is a "
                        + value.getClass().getSimpleName()
                        + "; a user key is an integer, a string or a blob: set key.template to make it a text");
            }
            return checked("Column " + column + " of the record's key", key, isStored);
        }
    }

    private static Value checked(String what, Value key, boolean isStored) {
        int size = key.estimateSize();
        if (size == 0 && isStored) {
            throw new BadRecordException(
                    what + " is empty, which the server does not store: put more into key.template, or"
                            + " set send.key=false");
        }
        if (size > LONGEST) {
            throw new BadRecordException(what + " takes " + size + " bytes, and a user key at most " + LONGEST
                    + ": make a shorter one with key.template, of other columns or of their digest ({COLUMN|sha256})");
        }
        return key;
    }
}
