package io.odsconnect.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.odsconnect.examples.compare.CardCipher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo's transforms, as its source's config has them, on records of cards: nothing of them tells a card number. */
class DemoTransformsTest {

    private static final Schema KEY = SchemaBuilder.struct()
            .name("ods.BANK.CARD.Key")
            .field("CARD_NO", Schema.STRING_SCHEMA)
            .build();
    private static final Schema ROW = SchemaBuilder.struct()
            .name("ods.BANK.CARD.Value")
            .optional()
            .field("CARD_NO", Schema.STRING_SCHEMA)
            .field("CUSTOMER_ID", Schema.INT64_SCHEMA)
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .field("position", Schema.INT64_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("ods.BANK.CARD.Envelope")
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .build();

    private static final String OTHER = "4222222222222";

    private final byte[] cardKey = new byte[32];
    private final List<Transformation<SourceRecord>> chain = new ArrayList<>();

    @BeforeEach
    void makeTheChain() throws Exception {
        Arrays.fill(cardKey, (byte) 7);
        String key = Base64.getEncoder().encodeToString(cardKey);
        Map<String, String> config = config();
        for (String alias : Objects.requireNonNull(config.get("transforms")).split(",", -1)) {
            Map<String, String> own = new HashMap<>();
            String prefix = "transforms." + alias + ".";
            config.forEach((option, value) -> {
                if (option.startsWith(prefix)) {
                    own.put(
                            option.substring(prefix.length()),
                            value.replaceAll("\\$\\{file:[^}]*keyset}", "card-1:FF1:" + key)
                                    .replaceAll("\\$\\{file:[^}]*key}", key));
                }
            });
            chain.add(transform(Objects.requireNonNull(own.get("type")), own));
        }
    }

    @SuppressWarnings("unchecked")
    private static Transformation<SourceRecord> transform(String type, Map<String, String> options)
            throws ReflectiveOperationException {
        Transformation<SourceRecord> transform = (Transformation<SourceRecord>) Class.forName(type)
                .asSubclass(Transformation.class)
                .getDeclaredConstructor()
                .newInstance();
        transform.configure(options);
        return transform;
    }

    private static Map<String, String> config() throws IOException {
        return new ObjectMapper()
                .readValue(Files.readString(Path.of("connectors", "db2-source.json")), new TypeReference<>() {});
    }

    @AfterEach
    void close() {
        chain.forEach(Transformation::close);
    }

    private SourceRecord sent(SourceRecord record) {
        SourceRecord current = record;
        for (Transformation<SourceRecord> transform : chain) {
            current = transform.apply(current);
        }
        return current;
    }

    private static SourceRecord record(String op, String keyOf, @Nullable String before, @Nullable String after) {
        Struct value = new Struct(ENVELOPE)
                .put("op", op)
                .put("before", row(before))
                .put("after", row(after))
                .put(
                        "source",
                        new Struct(SOURCE)
                                .put("schema", "BANK")
                                .put("table", "CARD")
                                .put("position", 7L));
        return new SourceRecord(Map.of(), Map.of(), "ods.BANK.CARD", null, KEY, key(keyOf), ENVELOPE, value);
    }

    private static Struct key(String card) {
        return new Struct(KEY).put("CARD_NO", card);
    }

    private static @Nullable Struct row(@Nullable String card) {
        return card == null ? null : new Struct(ROW).put("CARD_NO", card).put("CUSTOMER_ID", 1L);
    }

    /** Test numbers of the schemes, from 13 to 19 digits. */
    @ParameterizedTest
    @ValueSource(
            strings = {"4222222222239", "30569309025904", "378282246310005", "5555555555554444", "6304000000000000000"})
    void noPartOfARecordTellsACardNumber(String number) {
        String card = withCheckDigit(number.substring(0, number.length() - 1));
        SourceRecord delete = record("d", card, card, null);
        delete.headers().add("__debezium.newkey", key(OTHER), KEY);
        SourceRecord add = record("c", OTHER, null, OTHER);
        add.headers().add("__debezium.oldkey", key(card), KEY);
        SourceRecord tombstone =
                new SourceRecord(Map.of(), Map.of(), "ods.BANK.CARD", null, KEY, key(card), null, null);
        for (SourceRecord each :
                List.of(delete, add, tombstone, record("u", card, card, card), record("r", card, null, card))) {
            String told = sent(each).toString();
            assertThat(told).doesNotContain(card).doesNotContain(OTHER);
        }
        assertThat(((Struct) sent(tombstone).key()).get("CARD_NO")).isEqualTo(new CardCipher(cardKey).encrypt(card));
    }

    @Test
    void theKeyInAHeaderIsTheKeyThatTheOtherRecordHas() {
        SourceRecord delete = record("d", "5555555555554444", "5555555555554444", null);
        delete.headers().add("__debezium.newkey", key(OTHER), KEY);
        SourceRecord add = record("c", OTHER, null, OTHER);
        assertThat(sent(delete).headers().lastWithName("__debezium.newkey").value())
                .isEqualTo(sent(add).key());
    }

    private static String withCheckDigit(String digits) {
        return Stream.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
                .map(digits::concat)
                .filter(DemoTransformsTest::passesLuhn)
                .findFirst()
                .orElseThrow();
    }

    private static boolean passesLuhn(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(number.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
