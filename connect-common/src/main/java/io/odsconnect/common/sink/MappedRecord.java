package io.odsconnect.common.sink;

import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A record that was decoded and mapped, and is not yet taken into the buffer.
 *
 * @param progress the record
 * @param writes what is to be written for it; none for a bad record and for one that is skipped
 * @param error why it is a bad record, null when it is none
 */
record MappedRecord<W extends StoreWrite>(
        RecordProgress progress, List<W> writes, @Nullable DataException error) {}
