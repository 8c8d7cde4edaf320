package io.odsconnect.db2.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.event.EnvelopeFields;
import io.odsconnect.common.metrics.TaskMetrics;
import io.odsconnect.db2.capture.CaptureState;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceMetricsTest {

    private static final Schema SOURCE = SchemaBuilder.struct()
            .field(EnvelopeFields.TS_MS, Schema.INT64_SCHEMA)
            .field(EnvelopeFields.SCHEMA, Schema.STRING_SCHEMA)
            .field(EnvelopeFields.TABLE, Schema.STRING_SCHEMA)
            .field(EnvelopeFields.SNAPSHOT, Schema.STRING_SCHEMA)
            .field(EnvelopeFields.POSITION, Schema.INT64_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("x.Envelope")
            .field(EnvelopeFields.OP, Schema.STRING_SCHEMA)
            .field(EnvelopeFields.SOURCE, SOURCE)
            .build();

    private long nowMillis = 1_000_000;
    private final SourceMetrics metrics =
            new SourceMetrics(TaskMetrics.of(new NoWorker(), "source", "lagging", "0"), false, () -> nowMillis);

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void theLagIsZeroWhenThereIsNothingToReadAndGrowsWithTheClockWhenNothingCanBeRead() throws Exception {
        assertThat(behind()).isEqualTo(-1);
        metrics.handOver(List.of(change(nowMillis - 47_000)));
        assertThat(behind()).isEqualTo(47_000);
        nowMillis += 3000;
        assertThat(behind()).as("the next poll does not come").isEqualTo(50_000);
        metrics.caughtUp(Duration.ofMillis(100));
        assertThat(behind()).isZero();
        nowMillis += 100;
        assertThat(behind()).as("between two looks").isZero();
        nowMillis += 60_000;
        assertThat(behind()).as("the database does not answer any more").isEqualTo(60_100);
        metrics.caughtUp(Duration.ofMillis(100));
        assertThat(behind()).isZero();
        metrics.handOver(List.of(change(nowMillis - 20_000)));
        assertThat(behind()).as("older changes that came late").isEqualTo(20_000);
    }

    @Test
    void aCaptureThatHasStoppedIsBehindThoughAllIsReadThatItWrote() throws Exception {
        metrics.watch(() -> new CaptureState(CaptureState.Kind.STOPPED, 9_000_000, null), () -> 0);
        metrics.caughtUp(Duration.ofMillis(100));
        assertThat(behind()).isEqualTo(9000);
    }

    private static long behind() throws Exception {
        return ((Number) ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(
                                new ObjectName("odsconnect:type=source,connector=lagging,task=0"),
                                "milliseconds-behind-source"))
                .longValue();
    }

    private static SourceRecord change(long millis) {
        Struct source = new Struct(SOURCE)
                .put(EnvelopeFields.TS_MS, millis)
                .put(EnvelopeFields.SCHEMA, "S")
                .put(EnvelopeFields.TABLE, "T")
                .put(EnvelopeFields.SNAPSHOT, "false")
                .put(EnvelopeFields.POSITION, millis * 1000);
        Struct value = new Struct(ENVELOPE).put(EnvelopeFields.OP, "c").put(EnvelopeFields.SOURCE, source);
        return new SourceRecord(Map.of(), Map.of(), "t", ENVELOPE, value);
    }

    /** A worker without metrics of its own. */
    private record NoWorker() implements SourceTaskContext {

        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            throw new UnsupportedOperationException();
        }

        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException();
        }
    }
}
