package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.smt.predicates.HasOperation;
import io.odsconnect.smt.predicates.IsBulk;
import io.odsconnect.smt.predicates.IsDelete;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in options: those that validation finds, and those that only the start can find. */
class TransformOptionsTest {

    private static final String GCM = "gcm:AES-256-GCM:" + key(32, 1);
    private static final String SIV = "siv:AES-256-SIV:" + key(64, 2);
    private static final String FF1 = "ff1:FF1:" + key(32, 3);

    private static String key(int length, int fill) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    static Stream<Arguments> transforms() {
        Map<String, String> siv = Map.of("fields", "A", "algorithm", "AES-256-SIV", "keyset", SIV);
        return Stream.of(
                Arguments.of(new EncryptFields.Key<SinkRecord>(), siv, "algoritm", "algorithm"),
                Arguments.of(new EncryptFields.Value<SinkRecord>(), siv, "missing.field", "missing.fields"),
                Arguments.of(new DecryptFields.Value<SinkRecord>(), siv, "ff1.keep.sufix", "ff1.keep.suffix"),
                Arguments.of(new MaskFields.Value<SinkRecord>(), Map.of("fields", "A"), "keep.prefx", "keep.prefix"),
                Arguments.of(new RecordDigest.Value<SinkRecord>(), Map.of(), "exlude", "exclude"),
                Arguments.of(new VerifyDigest.Value<SinkRecord>(), Map.of(), "on.mising", "on.missing"),
                Arguments.of(
                        new InsertMetadata.Value<SinkRecord>(), Map.of("headers", "o:operation"), "feilds", "fields"),
                Arguments.of(new KeyTemplate<SinkRecord>(), Map.of("template", "{A}"), "tempalte", "template"),
                Arguments.of(
                        new FlattenEnvelope<SinkRecord>(), Map.of(), "delete.handling.mod", "delete.handling.mode"),
                Arguments.of(new OriginalTopic<SinkRecord>(), Map.of(), "header", "headers"),
                Arguments.of(new RecordSize<SinkRecord>(), Map.of(), "max.byte", "max.bytes"));
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void aMisspeltOptionIsRefusedWithTheNearestRightName(
            Transformation<SinkRecord> transform, Map<String, String> options, String wrong, String right) {
        try (transform) {
            Map<String, String> misspelt = new HashMap<>(options);
            misspelt.put(wrong, "4000001234567899");
            assertThatThrownBy(() -> transform.configure(misspelt))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("Option " + wrong + " is none of ")
                    .hasMessageEndingWith("use " + right)
                    .hasMessageNotContaining("4000");

            Map<String, String> unknown = new HashMap<>(options);
            unknown.put("quite.another.thing", "x");
            assertThatThrownBy(() -> transform.configure(unknown))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("Option quite.another.thing is none of ")
                    .hasMessageContaining(right);

            Map<String, String> ofTheWorker = new HashMap<>(options);
            ofTheWorker.putAll(Map.of("type", "x", "predicate", "p", "negate", "true", "plugin.version", "1"));
            transform.configure(ofTheWorker);
        }
    }

    @Test
    void theOptionsOfAnotherAliasThatHasADotAreNotItsOwn() {
        Map<String, String> props = new HashMap<>(Map.of("type", "x", "fields", "A"));
        props.putAll(Map.of("b.type", "y", "b.template", "{A}", "b.c.type", "z", "b.c.negate", "true"));
        try (MaskFields<SinkRecord> transform = new MaskFields.Value<>();
                Predicate<SinkRecord> predicate = new IsBulk<>()) {
            transform.configure(props);
            predicate.configure(Map.of("type", "x", "q.type", "y", "q.pattern", "z"));
            props.put("c.template", "{A}");
            assertThatThrownBy(() -> transform.configure(props)).hasMessageContaining("Option c.template is none of");
        }
    }

    @Test
    void aMisspeltOptionOfAPredicateIsRefusedToo() {
        Map<String, String> misspelt = Map.of("operation", "d", "operations", "d", "type", "x");
        for (Predicate<SinkRecord> predicate :
                List.<Predicate<SinkRecord>>of(new HasOperation<>(), new IsBulk<>(), new IsDelete<>())) {
            assertThatThrownBy(() -> predicate.configure(misspelt))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("Option operation");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value | algorithm=AES-256-SIV | keyset | has no key for AES-256-SIV",
                "value | key.id=nope | key.id | no key nope",
                "value | key.id=ff1 | key.id | names the key ff1 for FF1",
                "value | algorithm=FF1;ff1.luhn=true;ff1.alphabet=abc | ff1.luhn | is for numbers",
                "value | algorithm=FF1;ff1.on.unsuitable=AES-256-SIV | ff1.on.unsuitable | add a key for that",
                "value | ff1.on.unsuitable=aes-256-siv | ff1.on.unsuitable | is for algorithm=FF1",
                "value | fields=A,A | fields | twice",
                "key | missing.fields=fail | algorithm | Use AES-256-SIV for keys, or FF1",
                "key | algorithm=AES-256-GCM | algorithm | Use AES-256-SIV for keys, or FF1",
                "key | algorithm=FF1;context={topic}:{value.B} | context | has a field of the value"
            })
    void encryptionOptionsThatDoNotFitTogetherAreFoundByValidationWithTheirOption(
            String part, String more, String option, String expected) {
        Map<String, String> options = new HashMap<>(Map.of("fields", "A", "keyset", GCM + "," + FF1));
        for (String each : more.split(";", -1)) {
            options.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        try (Transformation<SinkRecord> transform =
                part.equals("key") ? new EncryptFields.Key<>() : new EncryptFields.Value<>()) {
            assertThat(errors(transform.config(), options))
                    .singleElement()
                    .asString()
                    .startsWith(option + ": ")
                    .contains(expected);
            assertThatThrownBy(() -> transform.configure(options))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(expected);
        }
    }

    @Test
    void aKeyIsStillDecryptedWithGcm() {
        try (DecryptFields<SinkRecord> decrypt = new DecryptFields.Key<>()) {
            Map<String, String> options = Map.of("fields", "A", "keyset", GCM);
            assertThat(errors(decrypt.config(), options)).isEmpty();
            decrypt.configure(options);
        }
    }

    @Test
    void theOtherTransformsTellInValidationToo() {
        assertThat(errors(RecordDigest.CONFIG_DEF, Map.of("algorithm", "hmac-sha-256")))
                .singleElement()
                .asString()
                .startsWith("algorithm: ")
                .contains("set hmac.key");
        assertThat(errors(VerifyDigest.CONFIG_DEF, Map.of("hmac.key", key(32, 1))))
                .singleElement()
                .asString()
                .contains("use HMAC-SHA-256");
        assertThat(errors(MaskFields.CONFIG_DEF, Map.of("fields", "A", "mode", "hash")))
                .singleElement()
                .asString()
                .startsWith("mode: ")
                .contains("set salt");
        assertThat(errors(MaskFields.CONFIG_DEF, Map.of()))
                .singleElement()
                .asString()
                .startsWith("fields: ");
        assertThat(errors(InsertMetadata.CONFIG_DEF, Map.of()))
                .singleElement()
                .asString()
                .startsWith("headers: ");
        assertThat(errors(RecordSize.CONFIG_DEF, Map.of("on.exceed", "DROP")))
                .singleElement()
                .asString()
                .contains("set drop.fields");
    }

    @ParameterizedTest
    @CsvSource({"uuid.random", "uuid.stable", "processing.time", "operation", "source.position", "task.id", "hostname"})
    void aKeyGetsNothingThatDiffersFromEventToEvent(String what) {
        try (InsertMetadata<SinkRecord> transform = new InsertMetadata.Key<>()) {
            Map<String, String> options = Map.of("fields", "X:" + what);
            assertThat(errors(transform.config(), options))
                    .singleElement()
                    .asString()
                    .startsWith("fields: ")
                    .contains("the same for all events of a row");
            assertThatThrownBy(() -> transform.configure(options)).isInstanceOf(ConfigException.class);
        }
    }

    private static List<String> errors(ConfigDef definition, Map<String, String> options) {
        // As the worker does it: the transform's options stand among the connector's, with a prefix.
        ConfigDef connector = new ConfigDef();
        connector.embed("transforms.t.", "Transforms: t", 0, definition);
        Map<String, String> prefixed = new HashMap<>();
        options.forEach((name, value) -> prefixed.put("transforms.t." + name, value));
        return connector.validate(prefixed).stream()
                .flatMap(value -> value.errorMessages().stream()
                        .map(error -> value.name().substring("transforms.t.".length()) + ": " + error))
                .toList();
    }
}
