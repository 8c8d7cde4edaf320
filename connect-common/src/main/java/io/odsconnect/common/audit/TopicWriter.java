package io.odsconnect.common.audit;

import io.odsconnect.common.config.TaskName;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a task reports to a topic, in the order in which it comes. A record that Kafka does not take is tried until
 * it does; one that Kafka refuses fails the task.
 *
 * <p>Safe for use by several threads. {@link #write} never waits: a thread of its own talks to the producer, whose
 * calls do when Kafka is away.
 */
public final class TopicWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicWriter.class);

    private static final long WARN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** Twice this, behind the wait for batches under way, is within the time that a worker gives a task to end. */
    private static final Duration CLOSE_WAIT = Duration.ofMillis(500);

    private final Producer<String, String> producer;
    private final String topic;
    private final String subject;
    private final long timeoutMillis;
    private final LongSupplier nanoTime;
    private final ExecutorService sender;
    private final Set<Pending> pending = new LinkedHashSet<>();
    private long pendingWeight;
    private long warnedNanos;
    private volatile @Nullable ConnectException failure;
    private volatile boolean closed;

    /** A record in flight. Equal to itself only: two may have the same content. */
    private static final class Pending {

        private final ProducerRecord<String, String> record;
        private final long weight;
        private final Supplier<String> described;
        private final Runnable acknowledged;
        private final long sinceNanos;

        Pending(
                ProducerRecord<String, String> record,
                long weight,
                Supplier<String> described,
                Runnable acknowledged,
                long sinceNanos) {
            this.record = record;
            this.weight = weight;
            this.described = described;
            this.acknowledged = acknowledged;
            this.sinceNanos = sinceNanos;
        }
    }

    /**
     * Opens a topic for a task.
     *
     * @param options where the brokers are, and how to log in
     * @param what what the topic is, for messages and names: {@code audit}, {@code reconciliation}
     * @param timeoutMillis how long a record is tried before the task fails, in milliseconds; -1 for ever
     * @throws ConnectException if the topic is not there, or cannot be written to
     */
    public static TopicWriter open(AuditOptions options, String topic, String what, TaskName task, long timeoutMillis) {
        Producer<String, String> producer;
        try {
            producer = new KafkaProducer<>(
                    options.producer(what, task.connector(), task.task()),
                    new StringSerializer(),
                    new StringSerializer());
        } catch (KafkaException e) {
            throw new ConnectException(
                    "Connector " + task.connector() + ": the options " + AuditOptions.PRODUCER_PREFIX
                            + "* do not configure a producer, see the cause",
                    e);
        }
        TopicWriter writer = new TopicWriter(producer, topic, what, task, timeoutMillis, System::nanoTime);
        try {
            var unused = producer.partitionsFor(topic);
        } catch (KafkaException e) {
            writer.close();
            throw new ConnectException(
                    writer.subject + " cannot be found: create it, and check " + AuditOptions.BOOTSTRAP_SERVERS
                            + " and the rights of the producer (" + e.getMessage() + ")",
                    e);
        }
        return writer;
    }

    /** Takes a producer, which it closes in the end; see {@link #open}. */
    TopicWriter(
            Producer<String, String> producer,
            String topic,
            String what,
            TaskName task,
            long timeoutMillis,
            LongSupplier nanoTime) {
        this.producer = producer;
        this.topic = topic;
        this.subject = "Connector " + task.connector() + ": the " + what + " topic " + topic;
        this.timeoutMillis = timeoutMillis;
        this.nanoTime = nanoTime;
        this.warnedNanos = nanoTime.getAsLong();
        this.sender = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), run -> {
            Thread thread = new Thread(run, "odsconnect-" + what + "-" + task.connector() + "-" + task.task());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Writes a record, after all that came before. Does not wait.
     *
     * @param weight what it adds to {@link #pendingWeight} until it is acknowledged
     * @param described what it is about, for the error message if Kafka refuses it
     * @param acknowledged is run when the record is safe, on any thread; never, if it never is
     */
    public void write(String key, String value, long weight, Supplier<String> described, Runnable acknowledged) {
        Pending each = new Pending(
                new ProducerRecord<>(topic, key, value), weight, described, acknowledged, nanoTime.getAsLong());
        synchronized (pending) {
            pending.add(each);
            pendingWeight += weight;
        }
        try {
            sender.execute(() -> send(each));
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is closed; the rest is reported when it is written again", subject, e);
        }
    }

    /** Returns the weight of all records that are not acknowledged. */
    public long pendingWeight() {
        synchronized (pending) {
            return pendingWeight;
        }
    }

    /**
     * Looks after the topic; to be called now and then by the task's own thread.
     *
     * @throws ConnectException if a record was refused, or none was acknowledged for too long
     */
    public void check() {
        ConnectException why = failure;
        if (why != null) {
            throw why;
        }
        long now = nanoTime.getAsLong();
        long waited = waitedNanos(now);
        long millis = TimeUnit.NANOSECONDS.toMillis(waited);
        if (timeoutMillis >= 0 && waited > 0 && millis >= timeoutMillis) {
            throw new ConnectException(
                    subject + " did not acknowledge a record for " + millis + " ms (the retry timeout is "
                            + timeoutMillis + "): check the brokers at " + AuditOptions.BOOTSTRAP_SERVERS);
        }
        if (waited >= WARN_AFTER_NANOS && now - warnedNanos >= WARN_AFTER_NANOS) {
            warnedNanos = now;
            LOG.warn(
                    "{} did not acknowledge a record for {} s, and no offset is committed without it: check the brokers"
                            + " at {} and what the producer logs",
                    subject,
                    TimeUnit.NANOSECONDS.toSeconds(waited),
                    AuditOptions.BOOTSTRAP_SERVERS);
        }
    }

    private long waitedNanos(long now) {
        synchronized (pending) {
            Iterator<Pending> oldest = pending.iterator();
            return oldest.hasNext() ? now - oldest.next().sinceNanos : 0;
        }
    }

    /** Hands a record to the producer. Waits while the brokers are away; so the order is kept. */
    private void send(Pending each) {
        while (!closed && failure == null) {
            Attempt attempt = new Attempt(each);
            try {
                var unused = producer.send(each.record, attempt);
                if (attempt.wasTaken) {
                    return;
                }
            } catch (InterruptException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (KafkaException | IllegalStateException e) {
                refused(each, e);
            }
        }
    }

    /** One call of the producer, which reports on our own thread, within the call, that it refused the record. */
    private final class Attempt implements Callback {

        private final Pending each;
        private final Thread caller = Thread.currentThread();
        private boolean wasTaken = true;

        Attempt(Pending each) {
            this.each = each;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
            if (error instanceof TimeoutException && Thread.currentThread().equals(caller)) {
                wasTaken = false;
            } else {
                ended(each, error);
            }
        }
    }

    private void ended(Pending each, @Nullable Exception error) {
        if (error != null) {
            refused(each, error);
            return;
        }
        synchronized (pending) {
            if (pending.remove(each)) {
                pendingWeight -= each.weight;
            }
        }
        each.acknowledged.run();
    }

    private void refused(Pending each, Exception why) {
        if (!closed && failure == null) {
            failure = new ConnectException(
                    subject + " refused the record on " + each.described.get()
                            + ", which are not committed: check the topic and the producer's rights ("
                            + why.getMessage() + ")",
                    why);
        }
    }

    /** Ends after a short wait for what is on its way. */
    @Override
    public void close() {
        sender.shutdown();
        try {
            if (!sender.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                closed = true;
                var unused = sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        producer.close(CLOSE_WAIT);
    }
}
