package io.odsconnect.common.value;

import org.jspecify.annotations.Nullable;

/** Turns a Connect value of one schema into its canonical form. */
@FunctionalInterface
interface ValueReader {

    /** The reader of all types whose Connect form is the canonical one. */
    ValueReader AS_IS = value -> value;

    /**
     * Returns the canonical form of {@code value}, which is never null.
     *
     * @throws org.apache.kafka.connect.errors.DataException if it has none; the message contains no value
     */
    @Nullable
    Object read(Object value);
}
