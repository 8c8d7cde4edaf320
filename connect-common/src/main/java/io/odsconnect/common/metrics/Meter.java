package io.odsconnect.common.metrics;

import org.apache.kafka.common.metrics.Sensor;
import org.jspecify.annotations.Nullable;

/** Counts what happens and tells how often it does. Safe for use by several threads; each mark takes a lock. */
public final class Meter {

    private final @Nullable Sensor sensor;

    Meter(@Nullable Sensor sensor) {
        this.sensor = sensor;
    }

    /** Counts so many. */
    public void mark(long times) {
        if (sensor != null) {
            sensor.record((double) times);
        }
    }
}
