package io.odsconnect.smt.metadata;

import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.RecordFacts;
import io.odsconnect.smt.canonical.CanonicalEncoder;
import io.odsconnect.smt.canonical.ColumnSelection;
import io.odsconnect.smt.record.Rows;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * UUIDs that are the same each time the same event is delivered: version 8 of RFC 9562 over the first 16 bytes of the
 * SHA-256 of the canonical form of the array {@code [topic, key, position]}. Where the event has no position, it is the
 * record's place instead: partition and offset in a sink, the source's own partition and offset in a source. A delete and
 * the tombstone behind it are one event: without a position they both have the place of the delete, and are marked as what
 * they are, since another event of the key may have that place where there is no such delete.
 *
 * <p>Not safe for use by several threads.
 */
final class StableUuids {

    private final CanonicalEncoder encoder = new CanonicalEncoder(ColumnSelection.ALL);
    private final Rows rows = new Rows();
    private final MessageDigest sha256;

    StableUuids() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new ConnectException("This Java runtime cannot compute SHA-256", e);
        }
    }

    UUID of(ConnectRecord<?> record, RecordFacts facts) {
        Object key = rows.read(record.keySchema(), record.key());
        Long position = facts.position();
        Object event = position == null ? place(record, facts) : position;
        try {
            sha256.update(encoder.encode(Arrays.asList(record.topic(), key, event)));
        } catch (IllegalArgumentException e) {
            throw new DataException("The key has no canonical form: " + e.getMessage());
        }
        byte[] digest = sha256.digest();
        return Uuids.of(Uuids.longAt(digest, 0), Uuids.longAt(digest, Long.BYTES), 8);
    }

    private static @Nullable Object place(ConnectRecord<?> record, RecordFacts facts) {
        if (record instanceof SinkRecord sunk) {
            boolean delete = facts.operation().filter(Operation.DELETE::equals).isPresent();
            long offset = record.value() == null ? sunk.originalKafkaOffset() - 1 : sunk.originalKafkaOffset();
            return delete
                    ? Arrays.asList(
                            sunk.originalTopic(), sunk.originalKafkaPartition(), offset, Operation.DELETE.code())
                    : Arrays.asList(sunk.originalTopic(), sunk.originalKafkaPartition(), offset);
        }
        return record instanceof SourceRecord source
                ? Arrays.asList(source.sourcePartition(), source.sourceOffset())
                : null;
    }
}
