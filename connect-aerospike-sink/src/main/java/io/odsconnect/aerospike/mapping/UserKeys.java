package io.odsconnect.aerospike.mapping;

import com.aerospike.client.Value;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Row;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.template.Template;
import org.jspecify.annotations.Nullable;

/** Where the user key of a topic's rows comes from. */
sealed interface UserKeys {

    /**
     * Returns the user key of the row that an event leaves or deletes.
     *
     * @throws org.apache.kafka.connect.errors.DataException if the event has none
     */
    Value of(ChangeEvent event);

    /** Returns the user key that the row had before an event; null where the event does not tell. */
    @Nullable
    Value ofBefore(ChangeEvent event);

    /** The key is a text. */
    record FromTemplate(Template template) implements UserKeys {
        @Override
        public Value of(ChangeEvent event) {
            return Value.get(template.of(event));
        }

        @Override
        public @Nullable Value ofBefore(ChangeEvent event) {
            String before = template.ofBefore(event);
            return before == null ? null : Value.get(before);
        }
    }

    /** The key is the one column of the record's key, with its type. */
    record FromRecordKey() implements UserKeys {
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
                        + " key.template={" + String.join("}:{", key.columns().names()) + "}");
            }
            return value(key.name(0), key.value(0));
        }

        @Override
        public @Nullable Value ofBefore(ChangeEvent event) {
            Row key = event.key();
            Row before = event.before();
            return key == null || before == null || !before.has(key.name(0))
                    ? null
                    : value(key.name(0), before.get(key.name(0)));
        }

        private static Value value(String column, @Nullable Object value) {
            if (value == null) {
                throw new BadRecordException("Column " + column + " of the record's key is null");
            }
            Value key = BinValues.ofKey(value);
            if (key == null) {
                throw new BadRecordException("Column " + column + " of the record's key is a "
                        + value.getClass().getSimpleName()
                        + "; a user key is an integer, a string or a blob: set key.template to make it a text");
            }
            return key;
        }
    }
}
