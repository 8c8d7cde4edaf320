package io.odsconnect.testbed.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.process.PortThief;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaBrokerIT {

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aPortThatAnotherProgramTakesIsReplaced(int port) throws Exception {
        assertThat(PortThief.steal(new KafkaBrokerProgram(Map.of()), port)).hasSize(2);
    }

    @Test
    void keepsACommittedTransactionOverAKillAndServesTransactionsAfterIt() {
        try (KafkaBroker broker = KafkaBroker.embedded(Map.of())) {
            broker.start();
            String address = broker.bootstrapServers();
            sendInTransaction(address, "before");

            broker.kill();
            broker.restart();

            assertThat(broker.bootstrapServers()).isEqualTo(address);
            sendInTransaction(address, "after");
            assertThat(read(address, 2)).containsExactly("before", "after");
        }
    }

    private static void sendInTransaction(String address, String value) {
        Map<String, Object> config = Map.of("bootstrap.servers", address, "transactional.id", "test");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("rows", value));
            producer.commitTransaction();
            assertThat(sent).isDone();
        }
    }

    private static List<String> read(String address, int count) {
        Map<String, Object> config = Map.of("bootstrap.servers", address, "isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition("rows", 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(message -> values.add(message.value()));
                return values.size() >= count;
            });
        }
        return values;
    }
}
