package io.odsconnect.common.audit;

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
 * Writes audit records to their topic, in the order in which they come. A record that Kafka does not take is tried
 * until it does; one that Kafka refuses fails the task.
 *
 * <p>Safe for use by several threads. {@link #write} never waits: a thread of its own talks to the producer, whose
 * calls do when Kafka is away.
 */
final class KafkaAuditLog implements AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaAuditLog.class);

    private static final long WARN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** Twice this, behind the wait for batches under way, is within the time that a worker gives a task to end. */
    private static final Duration CLOSE_WAIT = Duration.ofMillis(500);

    private final Producer<String, String> producer;
    private final String topic;
    private final Auditor auditor;
    private final long timeoutMillis;
    private final LongSupplier nanoTime;
    private final ExecutorService sender;
    private final Set<Pending> pending = new LinkedHashSet<>();
    private long pendingRecords;
    private long warnedNanos;
    private volatile @Nullable ConnectException failure;
    private volatile boolean closed;

    /** A record on its way. Each is itself only: two may tell the same. */
    private static final class Pending {

        private final AuditRecord record;
        private final Runnable acknowledged;
        private final long sinceNanos;

        Pending(AuditRecord record, Runnable acknowledged, long sinceNanos) {
            this.record = record;
            this.acknowledged = acknowledged;
            this.sinceNanos = sinceNanos;
        }
    }

    /** Opens the audit of a task; see {@link AuditLog#open}. */
    static KafkaAuditLog open(AuditOptions options, Auditor auditor, long timeoutMillis) {
        Producer<String, String> producer;
        try {
            producer = new KafkaProducer<>(
                    options.producer(auditor.connector(), auditor.task()),
                    new StringSerializer(),
                    new StringSerializer());
        } catch (KafkaException e) {
            throw new ConnectException(
                    "Connector " + auditor.connector() + ": the options " + AuditOptions.PRODUCER_PREFIX
                            + "* make no producer, see the cause",
                    e);
        }
        KafkaAuditLog log = new KafkaAuditLog(producer, options.topic(), auditor, timeoutMillis, System::nanoTime);
        try {
            var unused = producer.partitionsFor(options.topic());
        } catch (KafkaException e) {
            log.close();
            throw new ConnectException(
                    log.subject() + " cannot be found: create it, and check " + AuditOptions.BOOTSTRAP_SERVERS
                            + " and the rights of the producer (" + e.getMessage() + ")",
                    e);
        }
        return log;
    }

    KafkaAuditLog(
            Producer<String, String> producer,
            String topic,
            Auditor auditor,
            long timeoutMillis,
            LongSupplier nanoTime) {
        this.producer = producer;
        this.topic = topic;
        this.auditor = auditor;
        this.timeoutMillis = timeoutMillis;
        this.nanoTime = nanoTime;
        this.warnedNanos = nanoTime.getAsLong();
        this.sender = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), run -> {
            Thread thread = new Thread(run, "odsconnect-audit-" + auditor.connector() + "-" + auditor.task());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Auditor auditor() {
        return auditor;
    }

    @Override
    public void write(AuditRecord record, Runnable acknowledged) {
        Pending each = new Pending(record, acknowledged, nanoTime.getAsLong());
        synchronized (pending) {
            pending.add(each);
            pendingRecords += record.tally().records();
        }
        try {
            sender.execute(() -> send(each));
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is closed; the rest is audited when it is written again", subject(), e);
        }
    }

    @Override
    public long pendingRecords() {
        synchronized (pending) {
            return pendingRecords;
        }
    }

    @Override
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
                    subject() + " did not acknowledge a record for " + millis + " ms (the retry timeout is "
                            + timeoutMillis + "): check the brokers at " + AuditOptions.BOOTSTRAP_SERVERS);
        }
        if (waited >= WARN_AFTER_NANOS && now - warnedNanos >= WARN_AFTER_NANOS) {
            warnedNanos = now;
            LOG.warn(
                    "{} did not acknowledge a record for {} s, and no offset is committed without it: check the brokers"
                            + " at {} and what the producer logs",
                    subject(),
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
                var unused =
                        producer.send(new ProducerRecord<>(topic, each.record.key(), each.record.toJson()), attempt);
                if (attempt.wasTaken) {
                    return;
                }
            } catch (InterruptException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (KafkaException | IllegalStateException e) {
                refused(each.record, e);
            }
        }
    }

    /** One call of the producer, which tells on our own thread, and in the call, that it did not take the record. */
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
            refused(each.record, error);
            return;
        }
        synchronized (pending) {
            if (pending.remove(each)) {
                pendingRecords -= each.record.tally().records();
            }
        }
        each.acknowledged.run();
    }

    private void refused(AuditRecord record, Exception why) {
        if (!closed && failure == null) {
            failure = new ConnectException(
                    subject() + " refused the record on topic " + record.topic() + ", partition " + record.partition()
                            + ", offsets " + record.firstOffset() + " to " + record.lastOffset() + ", which are not"
                            + " committed: check the topic and the producer's rights (" + why.getMessage() + ")",
                    why);
        }
    }

    private String subject() {
        return "Connector " + auditor.connector() + ": the audit topic " + topic;
    }

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
