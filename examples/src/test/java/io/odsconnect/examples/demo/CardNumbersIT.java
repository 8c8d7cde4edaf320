package io.odsconnect.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.examples.bank.Bank;
import io.odsconnect.examples.bank.Workload;
import io.odsconnect.examples.compare.StoreRows;
import io.odsconnect.testbed.connect.WorkerMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The demo's pipeline, with all that may tell of rows switched on and with records that fail: no topic, log, metric or answer
 * of the REST API has a card number in the clear. What may have one is named here, as it is in {@code docs/smt/security.md}.
 */
class CardNumbersIT {

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Path EXAMPLES = Path.of("").toAbsolutePath();
    private static final Pattern NUMBER = Pattern.compile("(?<!\\d)\\d{13,19}(?!\\d)");
    /** One that FF1 refuses, since it does not pass the Luhn check: the source's transform fails on it. */
    private static final String REFUSED = "4000009999999999";

    /** How far bulk loads have come is a key of a row each: the source's offsets. */
    private static final Set<String> TOPICS_WITH_KEYS_OF_LOADS = Set.of("connect-offsets");

    private static final Set<String> ANSWERS_WITH_KEYS_OF_LOADS = Set.of("/connectors/db2-source/offsets");

    private final Bank bank = Bank.ofRows(2_000);
    private final long seed = ThreadLocalRandom.current().nextLong();
    private final Set<String> cards = new HashSet<>();
    private Servers servers;
    private Pipeline pipeline;
    private SinkProgress progress;

    @BeforeEach
    void startEverything() throws SQLException {
        System.out.println("The workload's seed is " + seed);
        Screen screen = new Screen();
        servers = Servers.start(EXAMPLES, screen, false);
        servers.openBank(bank);
        pipeline = new Pipeline(servers, screen);
        progress = new SinkProgress(servers.kafka().bootstrapServers());
    }

    @AfterEach
    void stopEverything() {
        if (progress != null) {
            progress.close();
        }
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    void noTopicLogMetricOrAnswerHasACardNumberInTheClear() throws Exception {
        rememberCards();
        Map<String, String> told = new HashMap<>(Map.of(
                "errors.tolerance",
                "all",
                "errors.log.enable",
                "true",
                "notification.sink.topic.name",
                "ods.notifications",
                "provide.transaction.metadata",
                "true"));
        told.putAll(audit());
        pipeline.createTopics();
        Pipeline.SINKS.forEach(sink -> pipeline.put(sink, audit()));
        pipeline.put(Pipeline.SOURCE, told);
        putSinkThatRefusesCards();
        try (Workload workload = new Workload(servers::openDb2, bank, seed, 100)) {
            workload.start();
            await().atMost(LIMIT).until(() -> workload.rowChanges() > 1_500);
            rememberCards();
            workload.finish();
        }
        execute("INSERT INTO BANK.CARD SELECT '" + REFUSED + "', CUSTOMER_ID, ACCOUNT_NO, EXPIRES, DAILY_LIMIT, STATUS,"
                + " PIN_TRIES, UPDATED_AT FROM BANK.CARD FETCH FIRST 1 ROWS ONLY");
        rememberCards();
        drain();

        Found found = inTopics();
        assertThat(found.headers)
                .as("there were key changes, with their headers, and dead letters")
                .contains("ods.BANK.CARD __debezium.newkey", "ods.BANK.CARD __debezium.oldkey")
                .contains("ods.dead __connect.errors.exception.stacktrace");
        assertThat(found.plain).as("topics with card numbers in the clear").isSubsetOf(TOPICS_WITH_KEYS_OF_LOADS);
        String log =
                Files.readString(servers.connect().log()) + servers.connect().output();
        assertThat(log).contains("EncryptFields cannot take the value of a record of topic ods.BANK.CARD");
        assertThat(plain(log)).as("in the worker's log").isEmpty();
        try (WorkerMetrics metrics = servers.connect().metrics()) {
            String all = metrics.everything();
            assertThat(all).contains("verify-digest").contains("loaded-rows-total");
            assertThat(plain(all)).as("in metrics").isEmpty();
        }
        for (String path : paths()) {
            if (!ANSWERS_WITH_KEYS_OF_LOADS.contains(path)) {
                assertThat(plain(get(path))).as("in the answer to " + path).isEmpty();
            }
        }
    }

    /** Its template asks for what cards do not have, so each of them becomes a dead letter with its error. */
    private void putSinkThatRefusesCards() {
        Map<String, String> config =
                new HashMap<>(Pipeline.config(EXAMPLES.resolve("connectors").resolve("redis-sink.json")));
        config.remove("topics.regex");
        config.putAll(Map.of(
                "topics",
                "ods.BANK.CARD",
                "key.template.ods.BANK.CARD",
                "{NOPE}",
                "errors.tolerance",
                "all",
                "errors.log.enable",
                "true",
                "errors.deadletterqueue.topic.name",
                "ods.dead",
                "errors.deadletterqueue.topic.replication.factor",
                "1",
                "errors.deadletterqueue.context.headers.enable",
                "true"));
        servers.rest().putConfig("refusing-sink", config);
        servers.rest().awaitRunning("refusing-sink");
    }

    private Map<String, String> audit() {
        return Map.of(
                "audit.topic",
                "ods.audit",
                "audit.producer.bootstrap.servers",
                servers.kafka().bootstrapServers());
    }

    private void drain() throws SQLException {
        List<StoreRows> stores = servers.openStores();
        try (LatencyProbe probe = new LatencyProbe(servers.openDb2(), stores)) {
            pipeline.drain(progress, probe);
        } finally {
            stores.forEach(StoreRows::close);
        }
    }

    private void rememberCards() throws SQLException {
        try (Connection db2 = servers.openDb2();
                Statement statement = db2.createStatement();
                ResultSet rows = statement.executeQuery("SELECT CARD_NO FROM BANK.CARD")) {
            while (rows.next()) {
                cards.add(rows.getString(1).strip());
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection db2 = servers.openDb2();
                Statement statement = db2.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the card numbers in a text, masked so that a failing test does not tell them either. */
    private Set<String> plain(String text) {
        Set<String> found = new TreeSet<>();
        NUMBER.matcher(text).results().forEach(match -> {
            if (cards.contains(match.group())) {
                String around = text.substring(Math.max(0, match.start() - 120), match.start());
                found.add("…" + around.replaceAll("\\s+", " ") + "<a card of "
                        + match.group().length() + " digits>");
            }
        });
        return found.size() > 3 ? Set.copyOf(found.stream().limit(3).toList()) : found;
    }

    /**
     * What is in the topics.
     *
     * @param plain those with card numbers in the clear
     * @param headers each topic with each header that its records have
     */
    private record Found(Set<String> plain, Set<String> headers) {}

    /** Reads every topic from its beginning. */
    private Found inTopics() throws Exception {
        Found found = new Found(new TreeSet<>(), new TreeSet<>());
        Map<String, Object> config = Map.of("bootstrap.servers", servers.kafka().bootstrapServers());
        try (Admin admin = Admin.create(config);
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Collection<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            assertThat(topics)
                    .containsAll(TOPICS_WITH_KEYS_OF_LOADS)
                    .contains("__consumer_offsets", "ods.notifications", "ods.audit", "ods.dead", "ods.transaction");
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(LIMIT).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    look(record, found);
                }
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        return found;
    }

    private void look(ConsumerRecord<byte[], byte[]> record, Found found) {
        StringBuilder text = new StringBuilder(text(record.key())).append('|').append(text(record.value()));
        for (Header header : record.headers()) {
            found.headers.add(record.topic() + " " + header.key());
            text.append('|').append(header.key()).append('=').append(text(header.value()));
        }
        if (!plain(text.toString()).isEmpty()) {
            found.plain.add(record.topic());
        }
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private List<String> paths() {
        return List.of(
                "/connectors?expand=status&expand=info",
                "/connector-plugins?connectorsOnly=false",
                "/admin/loggers",
                "/connectors/db2-source/config",
                "/connectors/db2-source/status",
                "/connectors/db2-source/topics",
                "/connectors/db2-source/offsets",
                "/connectors/db2-source/tasks",
                "/connectors/redis-sink/offsets",
                "/connectors/redis-sink/status",
                "/connectors/refusing-sink/status",
                "/connectors/refusing-sink/tasks");
    }

    private String get(String path) throws IOException, InterruptedException {
        URI uri = URI.create(servers.connect().url() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
