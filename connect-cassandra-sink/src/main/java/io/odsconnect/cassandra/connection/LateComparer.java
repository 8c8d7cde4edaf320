package io.odsconnect.cassandra.connection;

import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.compare.Comparison;
import io.odsconnect.common.compare.RowHash;
import io.odsconnect.common.compare.RowScan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The comparer of a store that may not be there yet: asked of rows only once it is.
 *
 * @param opened gives the store's own; throws where the store is not ready
 * @param knowsDeletesFor what that one says of it, which is asked before
 * @param <W> the store's form of a write
 */
record LateComparer<W>(Supplier<Comparer<W>> opened, Duration knowsDeletesFor) implements Comparer<W> {

    @Override
    public RowHash identity(W write) {
        return opened.get().identity(write);
    }

    @Override
    public String key(W write) {
        return opened.get().key(write);
    }

    @Override
    public CompletionStage<List<Comparison>> compare(List<W> batch) {
        return opened.get().compare(batch);
    }

    @Override
    public Optional<String> whyNoScan(String topic) {
        return opened.get().whyNoScan(topic);
    }

    @Override
    public RowScan<W> scan(String topic) {
        return opened.get().scan(topic);
    }

    @Override
    public boolean hidesPositions() {
        return true;
    }

    @Override
    public String readsFrom() {
        return opened.get().readsFrom();
    }
}
