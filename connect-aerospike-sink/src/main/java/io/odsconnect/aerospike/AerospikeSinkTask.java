package io.odsconnect.aerospike;

import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.common.sink.StoreSinkTask;

/** A task of {@link AerospikeSinkConnector}: the engine of all sinks with {@link AerospikeStore} behind it. */
public final class AerospikeSinkTask extends StoreSinkTask {

    /** Makes a task; the worker starts it. */
    public AerospikeSinkTask() {
        super(AerospikeSinkConfig.CONFIG_DEF, AerospikeStore::new);
    }
}
