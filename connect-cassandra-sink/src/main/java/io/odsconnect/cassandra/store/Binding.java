package io.odsconnect.cassandra.store;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.odsconnect.cassandra.config.RowOptions;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.CassandraWrite.Kind;
import io.odsconnect.common.expiry.Expiry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Fills the question marks of one statement, from left to right as they stand in {@link Cql}. */
final class Binding {

    private static final long MILLIS = 1000;

    private final CassandraWrite write;
    private final boolean guard;
    private final boolean expiring;
    private final LongSupplier clock;
    private BoundStatementBuilder bound;
    private int next;

    Binding(PreparedStatement statement, CassandraWrite write, boolean guard, boolean expiring, LongSupplier clock) {
        this.write = write;
        this.guard = guard;
        this.expiring = expiring;
        this.clock = clock;
        this.bound = statement.boundStatementBuilder();
    }

    BoundStatement bind() {
        List<@Nullable ByteBuffer> values = write.values();
        if (write.kind() == Kind.DELETE) {
            timestamp(write.position());
            values(values);
            return bound.build();
        }
        if (write.kind() == Kind.REPLACE) {
            timestamp(write.position() - 1);
            values(values.subList(0, write.identity().key().size()));
        }
        values(values);
        timestamp(write.position());
        if (expiring) {
            timeToLive(write.expiry());
        }
        return bound.build();
    }

    private void values(List<@Nullable ByteBuffer> values) {
        for (ByteBuffer value : values) {
            if (value != null) {
                bound = bound.setBytesUnsafe(next, value.duplicate());
            } else if (write.kind() == Kind.INSERT) {
                bound = bound.setToNull(next);
            }
            // What is not set, the server leaves alone.
            next++;
        }
    }

    private void timestamp(long position) {
        if (guard) {
            bound = bound.set(next++, position, TypeCodecs.BIGINT);
        }
    }

    /** Not set, it is the table's. What ends later than Cassandra can count has no end, whatever the table says. */
    private void timeToLive(@Nullable Expiry expiry) {
        if (expiry != null) {
            long left = Math.max(1, -Math.floorDiv(-expiry.leftMillis(clock.getAsLong()), MILLIS));
            bound = bound.set(next, left > RowOptions.LONGEST_TTL_SECONDS ? 0 : (int) left, TypeCodecs.INT);
        }
        next++;
    }
}
