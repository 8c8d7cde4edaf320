package io.odsconnect.common.sink;

import io.odsconnect.common.compare.CompareOptions;
import io.odsconnect.common.compare.ReportLog;
import io.odsconnect.common.compare.RunContext;
import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.common.event.CompareRunHeader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A compare engine on a {@link MemoryStore} and a {@link ManualClock}, all on the test's own thread. */
final class CompareFixture {

    static final String COMPARE_TOPIC = Records.TOPIC + ".compare";

    /** The position of the run's first row; what is stored below it is older than the run. */
    static final long FIRST = 1000;

    final MemoryStore store = new MemoryStore();
    final MemoryComparer comparer = new MemoryComparer(store);
    final ManualClock clock = new ManualClock();
    final FakeContext context = new FakeContext();
    final Reports reports = new Reports();
    final CompareEngine<MemoryStore.Put> engine;
    final Map<TopicPartition, Long> consumed = new HashMap<>();
    long wallMillis = 1_000_000;

    /** A reconciliation topic, compacted, that a test acknowledges. */
    static final class Reports implements ReportLog {

        final Map<String, String> latest = new LinkedHashMap<>();
        final ArrayDeque<Runnable> pending = new ArrayDeque<>();
        boolean holdsBack;

        @Override
        public void write(String key, String json, Runnable acknowledged) {
            latest.put(key, json);
            pending.add(acknowledged);
        }

        void acknowledge() {
            while (!holdsBack && !pending.isEmpty()) {
                pending.remove().run();
            }
        }

        @Override
        public void check() {
            acknowledge();
        }

        @Override
        public void close() {}
    }

    CompareFixture(String... optionsAndValues) {
        Map<String, String> props = new HashMap<>(
                Map.of("sink.mode", "compare", "reconciliation.topic", "recon", "compare.confirm.ms", "1000"));
        for (int i = 0; i < optionsAndValues.length; i += 2) {
            props.put(optionsAndValues[i], optionsAndValues[i + 1]);
        }
        store.comparer = comparer;
        SinkOptions options = SinkOptions.of(SinkOptions.define(new ConfigDef()), props);
        CompareOptions compare = CompareOptions.of(props);
        RunContext<MemoryStore.Put> runs = new RunContext<>(
                "cards-compare", compare, comparer, CompareStart.writer(store, compare), reports, () -> wallMillis);
        engine = new CompareEngine<>(
                "cards-compare",
                store,
                comparer,
                options,
                compare,
                context,
                runs,
                reports,
                SinkMetrics.NONE,
                new EngineTiming(clock, new Backoff(100, 1000, () -> 0), 0));
    }

    /** Assigns partitions of a topic. */
    void open(String topic, int partitions) {
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            all.add(new TopicPartition(topic, i));
        }
        context.assign(all);
        engine.open(all);
    }

    /** A row of a run. */
    static SinkRecord row(String run, int partition, long offset, String id, String name, long position) {
        return of(run, Records.event(COMPARE_TOPIC, partition, offset, "r", null, Records.row(id, name), position));
    }

    static SinkRecord of(String run, SinkRecord record) {
        CompareRunHeader.add(record.headers(), run);
        return record;
    }

    /** The end of the table. */
    static SinkRecord marker(String run, long offset, long rows) {
        return marker(run, offset, new RunMarker("BANK", "CARD", rows, 0, FIRST, FIRST + 100, false));
    }

    static SinkRecord marker(String run, long offset, RunMarker marker) {
        SinkRecord record = new SinkRecord(COMPARE_TOPIC, 0, null, null, null, null, offset);
        marker.addTo(record.headers(), run);
        return record;
    }

    void put(SinkRecord... records) {
        for (SinkRecord each : records) {
            consumed.merge(
                    new TopicPartition(each.originalTopic(), each.originalKafkaPartition()),
                    each.originalKafkaOffset() + 1,
                    Math::max);
        }
        engine.put(List.of(records));
    }

    /** Lets time pass, with a poll that finds nothing now and then. */
    void pass(long millis) {
        for (long left = millis; left > 0; left -= 100) {
            wallMillis += 100;
            clock.advanceMillis(100);
            engine.put(List.of());
        }
    }

    /** Returns what may be committed of a partition. */
    @Nullable
    Long committable(String topic, int partition) {
        Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
        consumed.forEach((each, end) -> all.put(each, new OffsetAndMetadata(end)));
        OffsetAndMetadata found = engine.committable(all).get(new TopicPartition(topic, partition));
        return found == null ? null : found.offset();
    }

    /** Returns the report of a run; empty where there is none. */
    String report(String run) {
        return reports.latest.getOrDefault("run/cards-compare/" + run + "/" + Records.TOPIC, "");
    }

    String state(String run) {
        return text(report(run), "state");
    }

    /** Returns the count of an outcome. */
    long count(String run, String outcome) {
        return Long.parseLong(text(report(run), outcome));
    }

    /** Returns the findings of a run: outcome, key and fields. */
    List<String> findings(String run) {
        return reports.latest.entrySet().stream()
                .filter(each -> each.getKey().startsWith("finding/cards-compare/" + run + "/" + Records.TOPIC + "/"))
                .map(Map.Entry::getValue)
                .map(json -> text(json, "outcome") + " " + text(json, "key") + " " + text(json, "fields"))
                .sorted()
                .toList();
    }

    /** Returns a member of a JSON object as it stands there, without quotation marks. */
    static String text(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":(\\[[^]]*]|\"[^\"]*\"|[^,}]*)")
                .matcher(json);
        return found.find() ? found.group(1).replace("\"", "") : "";
    }
}
