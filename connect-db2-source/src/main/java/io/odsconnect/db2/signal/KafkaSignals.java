package io.odsconnect.db2.signal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the signal topic in a thread of its own. A signal's offset is committed only when what it asked for is done, so
 * that it is read again after a restart and goes on under its id.
 */
public final class KafkaSignals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSignals.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final long RETRY_MILLIS = 5_000;
    private static final long JOIN_MILLIS = 5_000;

    /**
     * A message for this connector.
     *
     * @param partition its partition
     * @param offset its offset
     * @param value what it says; null where it is empty
     */
    public record Message(
            TopicPartition partition, long offset, @Nullable String value) {

        /** Returns a name for it that stays the same when it is read again. */
        public String name() {
            return partition + "@" + offset;
        }

        /** Tells where it is, not what it says. */
        @Override
        public String toString() {
            return name();
        }
    }

    private final String topic;
    private final String key;
    private final Map<String, Object> settings;
    private final Runnable arrived;
    private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
    private final Set<Message> done = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable KafkaConsumer<String, String> consumer;

    /**
     * Starts to read.
     *
     * @param topic the signal topic
     * @param key the key of messages that are for this connector
     * @param settings the consumer's settings
     * @param arrived is run when there is a message
     * @param name what the thread is called
     */
    public KafkaSignals(String topic, String key, Map<String, Object> settings, Runnable arrived, String name) {
        this.topic = topic;
        this.key = key;
        this.settings = new HashMap<>(settings);
        this.arrived = arrived;
        this.thread = new Thread(this::run, name + "-signals");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the next message; null where there is none. */
    public @Nullable Message poll() {
        return messages.poll();
    }

    /** Says that what a message asked for is done. Any thread may call it. */
    public void done(Message message) {
        done.add(message);
    }

    private void run() {
        while (closing.getCount() > 0) {
            try (KafkaConsumer<String, String> open =
                    new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
                consumer = open;
                read(open);
            } catch (WakeupException e) {
                LOG.debug("The end of reading signals", e);
            } catch (KafkaException e) {
                LOG.error(
                        "Signals cannot be read from topic {}: {}. Trying again in {} s; check"
                                + " signal.kafka.bootstrap.servers and signal.consumer.*.",
                        topic,
                        e.getClass().getSimpleName(),
                        RETRY_MILLIS / 1000);
                LOG.debug("Signals cannot be read", e);
                sleep();
            }
        }
    }

    private void sleep() {
        try {
            closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    private void read(KafkaConsumer<String, String> open) {
        Map<TopicPartition, Deque<Message>> pending = new HashMap<>();
        open.subscribe(Set.of(topic));
        while (closing.getCount() > 0) {
            for (ConsumerRecord<String, String> record : open.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                Message message = new Message(partition, record.offset(), record.value());
                pending.computeIfAbsent(partition, any -> new ArrayDeque<>()).add(message);
                if (key.equals(record.key())) {
                    messages.add(message);
                    arrived.run();
                } else {
                    done.add(message);
                }
            }
            pending.keySet().retainAll(open.assignment());
            commit(open, pending);
        }
    }

    private void commit(KafkaConsumer<String, String> open, Map<TopicPartition, Deque<Message>> pending) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        pending.forEach((partition, waiting) -> {
            Message head = waiting.peek();
            while (head != null && done.remove(head)) {
                waiting.remove();
                offsets.put(partition, new OffsetAndMetadata(head.offset() + 1));
                head = waiting.peek();
            }
        });
        if (!offsets.isEmpty()) {
            open.commitSync(offsets);
        }
    }

    /** Ends reading. */
    @Override
    public void close() {
        closing.countDown();
        KafkaConsumer<String, String> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
