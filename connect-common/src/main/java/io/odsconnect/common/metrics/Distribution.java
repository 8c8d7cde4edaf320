package io.odsconnect.common.metrics;

import org.apache.kafka.common.metrics.Sensor;
import org.jspecify.annotations.Nullable;

/** Keeps average and maximum of values. Safe for use by several threads; each value takes a lock. */
public final class Distribution {

    private final @Nullable Sensor sensor;

    Distribution(@Nullable Sensor sensor) {
        this.sensor = sensor;
    }

    /** Takes a value. */
    public void record(double value) {
        if (sensor != null) {
            sensor.record(value);
        }
    }
}
