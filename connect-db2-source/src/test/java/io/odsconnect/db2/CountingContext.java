package io.odsconnect.db2;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * What a worker gives a connector.
 *
 * @param offsetStorageReader what is stored
 * @param reconfigurations counts how often the connector asked for its tasks to be configured anew
 */
record CountingContext(OffsetStorageReader offsetStorageReader, AtomicInteger reconfigurations)
        implements SourceConnectorContext {

    @Override
    public void requestTaskReconfiguration() {
        reconfigurations.incrementAndGet();
    }

    @Override
    public void raiseError(Exception e) {
        throw new AssertionError(e);
    }

    @Override
    public PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException();
    }
}
