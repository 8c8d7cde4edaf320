package io.odsconnect.cassandra.compare;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.metadata.TokenMap;
import com.datastax.oss.driver.api.core.metadata.token.TokenRange;
import io.odsconnect.cassandra.compare.RowShape.Stored;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.common.compare.RowHash;
import io.odsconnect.common.compare.RowScan;
import io.odsconnect.common.compare.StoredRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the rows of a table, one range of tokens after the other, each a page at a time. A page that could not be read
 * is asked for again. In a history only the newest version of a row counts, and one that says it is deleted is no row.
 */
final class TableScan implements RowScan<CassandraWrite> {

    private static final int PAGE_ROWS = 500;

    private final Reads reads;
    private final @Nullable RowShape shape;
    /** Ranges to come, the one that is being read first; empty in it for the whole ring. */
    private final Deque<Optional<TokenRange>> ranges = new ConcurrentLinkedDeque<>();

    private @Nullable CompletableFuture<PreparedStatement> statement;
    private @Nullable ByteBuffer page;
    /** The newest version so far of the row that a history is at; versions of one row stand together. */
    private @Nullable Stored open;

    private @Nullable RowHash openIdentity;

    /** Begins a scan; {@code shape} is null where there is no table, and so no row. */
    TableScan(CqlSession session, Reads reads, @Nullable RowShape shape) {
        this.reads = reads;
        this.shape = shape;
        if (shape != null) {
            List<TokenRange> all = session.getMetadata()
                    .getTokenMap()
                    .map(TokenMap::getTokenRanges)
                    .map(set -> set.stream()
                            .flatMap(range -> range.unwrap().stream())
                            .sorted()
                            .toList())
                    .orElse(List.of());
            all.forEach(range -> ranges.add(Optional.of(range)));
            if (all.isEmpty()) {
                ranges.add(Optional.empty());
            }
        }
    }

    @Override
    public CompletionStage<Page<CassandraWrite>> next() {
        RowShape rows = shape;
        Optional<TokenRange> range = ranges.peek();
        if (rows == null || range == null) {
            return CompletableFuture.completedFuture(new Page<>(List.of(), 0, true));
        }
        return prepared(rows, range.isPresent())
                .thenCompose(prepared -> reads.run(bound(prepared, range)))
                .thenApply(found -> taken(rows, found))
                .exceptionallyCompose(failure -> Reads.failed(rows.table().name(), failure));
    }

    private CompletableFuture<PreparedStatement> prepared(RowShape rows, boolean isPart) {
        CompletableFuture<PreparedStatement> known = statement;
        if (known == null || known.isCompletedExceptionally()) {
            known = reads.prepare(rows.readRange(isPart));
            statement = known;
        }
        return known;
    }

    private BoundStatement bound(PreparedStatement prepared, Optional<TokenRange> range) {
        BoundStatement bound = prepared.bind();
        if (range.isPresent()) {
            bound = bound.setToken(0, range.get().getStart())
                    .setToken(1, range.get().getEnd());
        }
        return bound.setPageSize(PAGE_ROWS).setPagingState(page);
    }

    private Page<CassandraWrite> taken(RowShape rows, AsyncResultSet found) {
        List<StoredRow<CassandraWrite>> out = new ArrayList<>();
        int read = 0;
        for (Row row : found.currentPage()) {
            read++;
            Stored stored = rows.read(row);
            if (rows.isHistory()) {
                version(rows, stored, out);
            } else {
                out.add(row(rows, stored));
            }
        }
        page = found.getExecutionInfo().getSafePagingState() == null
                ? null
                : found.getExecutionInfo().getPagingState();
        if (page == null) {
            // None is left where the scan was closed meanwhile.
            ranges.poll();
        }
        boolean isLast = ranges.isEmpty();
        if (isLast) {
            closeVersion(rows, out);
        }
        return new Page<>(out, read, isLast);
    }

    private void version(RowShape rows, Stored version, List<StoredRow<CassandraWrite>> out) {
        RowHash identity = rows.identity(version.values());
        if (!identity.equals(openIdentity)) {
            closeVersion(rows, out);
            openIdentity = identity;
            open = version;
        } else if (open == null || version.position() > open.position()) {
            open = version;
        }
    }

    private void closeVersion(RowShape rows, List<StoredRow<CassandraWrite>> out) {
        Stored newest = open;
        if (newest != null && !newest.isDeleted()) {
            out.add(row(rows, newest));
        }
        open = null;
        openIdentity = null;
    }

    private static StoredRow<CassandraWrite> row(RowShape rows, Stored stored) {
        List<@Nullable ByteBuffer> values = stored.values();
        return new StoredRow<>(
                rows.identity(values),
                stored.position(),
                rows.keyText(values),
                position -> rows.deletion(values, position));
    }

    @Override
    public void close() {
        ranges.clear();
    }
}
