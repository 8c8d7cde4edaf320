package io.odsconnect.testbed.sink.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.testbed.fault.TcpProxy;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import io.odsconnect.testbed.sink.TaskBean;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the cases of all themes begin with: an empty store, a proxy before it, and tasks that end with the test. */
abstract class SinkCases {

    /** How long to wait for what has to happen. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    /** The partition of all changes of cards. */
    static final TopicPartition CARDS = new TopicPartition(SuiteTable.CARD.topic(), 0);

    private static final AtomicInteger TASKS = new AtomicInteger();

    final StoreUnderTest store;
    final SourceTable cards = SuiteTable.CARD.source(1);
    final SourceTable entries = SuiteTable.ENTRY.source(1);
    final TcpProxy proxy;
    private final List<SinkTaskDriver> tasks = new ArrayList<>();
    private String lastTask = "";

    SinkCases(StoreUnderTest store) {
        this.store = store;
        this.proxy = TcpProxy.to(store.address());
    }

    @BeforeEach
    void emptyStore() {
        store.empty();
        assertThat(cards()).isEmpty();
        assertThat(entries()).isEmpty();
    }

    @AfterEach
    void stopTasks() {
        // Else a task would wait for answers that are held back.
        proxy.flow();
        proxy.latency(Duration.ZERO);
        tasks.forEach(SinkTaskDriver::close);
        // What a task has given up may still be on its way, and must not come to the next test's rows.
        await().atMost(LIMIT).pollDelay(Duration.ZERO).until(() -> proxy.connections() == 0);
        proxy.close();
    }

    /** Starts a task behind the proxy, with options in turn. */
    final SinkTaskDriver task(String... options) {
        return kept(new SinkTaskDriver(store::newTask, props(proxy.address(), options)));
    }

    /** Starts a task that reaches the store without the proxy. */
    final SinkTaskDriver directTask(String... options) {
        return kept(new SinkTaskDriver(store::newTask, props(store.address(), options)));
    }

    /** Starts a task that a bad record fails. */
    final SinkTaskDriver strictTask(String... options) {
        return kept(SinkTaskDriver.strict(store::newTask, props(proxy.address(), options)));
    }

    private SinkTaskDriver kept(SinkTaskDriver task) {
        tasks.add(task);
        return task;
    }

    private Map<String, String> props(InetSocketAddress at, String... options) {
        lastTask = "suite" + TASKS.incrementAndGet();
        Map<String, String> props = new HashMap<>(store.options(at));
        props.put("name", lastTask);
        props.put("retry.backoff.ms", "10");
        props.put("retry.backoff.max.ms", "200");
        for (int i = 0; i < options.length; i += 2) {
            props.put(options[i], options[i + 1]);
        }
        return props;
    }

    /** Returns the metrics of the task that was started last. */
    final TaskBean metrics() {
        return new TaskBean(lastTask);
    }

    /** Returns the cards that the store holds, by their keys. */
    final Map<String, Map<String, String>> cards() {
        return store.rows(SuiteTable.CARD);
    }

    /** Returns the entries that the store holds, by their keys. */
    final Map<String, Map<String, String>> entries() {
        return store.rows(SuiteTable.ENTRY);
    }

    /** Returns a card with a name. */
    final Struct card(long id, @Nullable String name) {
        return cards.row("ID", id, "NAME", name);
    }

    /** Returns records that add cards, each with its number as name and position. */
    final List<SinkRecord> adds(long fromId, long toId) {
        List<SinkRecord> adds = new ArrayList<>();
        for (long id = fromId; id < toId; id++) {
            adds.add(cards.add(1000 + id, card(id, "n" + id)));
        }
        return adds;
    }

    /** Returns what the store has to hold of a card with a name. */
    static Map<String, String> stored(long id, String name) {
        return Map.of("ID", Long.toString(id), "NAME", name);
    }
}
