package io.odsconnect.common.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaAuditLogTest {

    private static final Auditor AUDITOR = new Auditor(Auditor.Role.SINK, "cards", "0");

    private final AtomicInteger callsInVain = new AtomicInteger();
    private final MockProducer<String, String> producer = new MissingBrokers();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final KafkaAuditLog log = new KafkaAuditLog(producer, "audit", AUDITOR, 60_000, nanos::get);

    /** Has no brokers for some calls, which then end as those of the real one do. */
    private final class MissingBrokers extends MockProducer<String, String> {

        MissingBrokers() {
            super(false, null, new StringSerializer(), new StringSerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, String> record, Callback callback) {
            if (callsInVain.getAndUpdate(calls -> Math.max(0, calls - 1)) == 0) {
                return super.send(record, callback);
            }
            TimeoutException why = new TimeoutException("Topic audit not present in metadata after 10 ms.");
            callback.onCompletion(new RecordMetadata(new TopicPartition("audit", -1), -1, -1, -1, -1, -1), why);
            return CompletableFuture.failedFuture(why);
        }
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void recordsAreSentInOrderAndCountAsPendingUntilTheyAreAcknowledged() {
        write(0, 9);
        write(10, 19);
        awaitSent(2);
        assertThat(producer.history().get(0).key()).isEqualTo("cards/t/1");
        assertThat(producer.history().get(0).value()).contains("\"first_offset\":0,\"last_offset\":9");
        assertThat(producer.history().get(1).value()).contains("\"first_offset\":10,\"last_offset\":19");
        assertThat(log.pendingRecords()).isEqualTo(2);
        producer.completeNext();
        assertThat(log.pendingRecords()).isEqualTo(1);
        producer.completeNext();
        assertThat(log.pendingRecords()).isZero();
        assertThat(acknowledged).hasValue(2);
        log.check();
    }

    @Test
    void aRecordThatTheBrokersAreNotThereForIsTriedUntilTheyAre() {
        callsInVain.set(3);
        write(0, 9);
        write(10, 19);
        awaitSent(2);
        assertThat(producer.history().get(0).value()).contains("\"first_offset\":0");
        producer.completeNext();
        assertThat(acknowledged).hasValue(1);
        log.check();
    }

    @Test
    void aRecordThatIsRefusedFailsTheTaskWithASentence() {
        write(0, 9);
        awaitSent(1);
        producer.errorNext(new TopicAuthorizationException("Not authorized to access topics: [audit]"));
        assertThatThrownBy(log::check)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Connector cards: the audit topic audit refused")
                .hasMessageContaining("topic t, partition 1, offsets 0 to 9")
                .hasMessageContaining("Not authorized");
        assertThat(acknowledged).hasValue(0);
    }

    @Test
    void aRecordThatIsNotAcknowledgedInTimeFailsTheTask() {
        write(0, 9);
        awaitSent(1);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
        log.check();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThatThrownBy(log::check)
                .hasMessageContaining("did not acknowledge a record for 61000 ms")
                .hasMessageContaining("audit.producer.bootstrap.servers");
    }

    private void write(long first, long last) {
        AuditTally tally = new AuditTally();
        tally.add(null, AuditOutcome.SKIPPED, 0, null);
        log.write(new AuditRecord(AUDITOR, "t", 1, first, last, tally, 0), acknowledged::incrementAndGet);
    }

    private void awaitSent(int records) {
        await().atMost(Duration.ofSeconds(60)).until(() -> producer.history().size() == records);
    }
}
