package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.smt.predicates.HasOperation;
import io.odsconnect.smt.predicates.IsBulk;
import io.odsconnect.smt.predicates.IsDelete;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The record without key and value that ends a table in a compare run passes every transform as it is. */
class RunMarkerTest {

    private static final String SIV = "k1:AES-256-SIV:" + Base64.getEncoder().encodeToString(new byte[64]);
    private static final String FF1 = "k1:FF1:" + Base64.getEncoder().encodeToString(new byte[32]);

    /** A transform, and options with which it would do something to any record. */
    record Case(Class<?> transform, Map<String, String> options) {}

    static Stream<Case> transforms() {
        Map<String, String> siv = Map.of("fields", "CARD_NO", "algorithm", "AES-256-SIV", "keyset", SIV);
        Map<String, String> ff1 = Map.of("fields", "CARD_NO", "algorithm", "FF1", "keyset", FF1);
        Map<String, String> mask = Map.of("fields", "CARD_NO");
        Map<String, String> metadata = Map.of("headers", "id:uuid.stable,op:operation");
        Map<String, String> fields = Map.of("fields", "__id:uuid.stable");
        Map<String, String> verify = Map.of("on.mismatch", "mark", "on.missing", "mark");
        return Stream.of(
                new Case(EncryptFields.Key.class, siv),
                new Case(EncryptFields.Value.class, siv),
                new Case(EncryptFields.Key.class, ff1),
                new Case(EncryptFields.Value.class, ff1),
                new Case(DecryptFields.Key.class, siv),
                new Case(DecryptFields.Value.class, siv),
                new Case(DecryptFields.Key.class, ff1),
                new Case(DecryptFields.Value.class, ff1),
                new Case(MaskFields.Key.class, mask),
                new Case(MaskFields.Value.class, mask),
                new Case(KeyTemplate.class, Map.of("template", "card:{CARD_NO}")),
                new Case(KeyTemplate.class, Map.of("template", "all-the-same")),
                new Case(OriginalTopic.class, Map.of()),
                new Case(RecordDigest.Key.class, Map.of()),
                new Case(RecordDigest.Value.class, Map.of()),
                new Case(RecordDigest.Value.class, Map.of("field", "__digest")),
                new Case(VerifyDigest.Key.class, Map.of()),
                new Case(VerifyDigest.Value.class, Map.of()),
                new Case(VerifyDigest.Value.class, verify),
                new Case(InsertMetadata.Key.class, metadata),
                new Case(InsertMetadata.Value.class, metadata),
                new Case(InsertMetadata.Value.class, fields),
                new Case(FlattenEnvelope.class, Map.of("delete.handling.mode", "rewrite")),
                new Case(FlattenEnvelope.class, Map.of("delete.handling.mode", "tombstone")),
                new Case(FlattenEnvelope.class, Map.of("delete.handling.mode", "drop")),
                new Case(RecordSize.class, Map.of("max.bytes", "1", "on.exceed", "fail")),
                new Case(RecordSize.class, Map.of("max.bytes", "1", "on.exceed", "mark")),
                new Case(RecordSize.class, Map.of("max.bytes", "1", "on.exceed", "drop", "drop.fields", "NOTE")));
    }

    private static Headers headers() {
        Headers headers = new ConnectHeaders();
        new RunMarker("BANK", "CARD", 3, 0, 1, 2, false).addTo(headers, "007");
        return headers;
    }

    private static SourceRecord fromTheSource() {
        return new SourceRecord(
                Map.of(), Map.of(), "ods.BANK.CARD.compare", 0, null, null, null, null, null, headers());
    }

    /** As it comes out of the worker's default header converter. */
    private static SinkRecord beforeTheSink() {
        Headers read = new ConnectHeaders();
        SimpleHeaderConverter converter = new SimpleHeaderConverter();
        for (Header header : headers()) {
            byte[] bytes = converter.fromConnectHeader("topic", header.key(), header.schema(), header.value());
            read.add(header.key(), converter.toConnectHeader("topic", header.key(), bytes));
        }
        return new SinkRecord("ods.BANK.CARD.compare", 0, null, null, null, null, 9, null, null, read);
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void itPassesTheTransformOnBothSides(Case each) throws Exception {
        assertPasses(each, fromTheSource());
        assertPasses(each, beforeTheSink());
    }

    @SuppressWarnings("unchecked") // Every transform takes every kind of record.
    private static <R extends ConnectRecord<R>> void assertPasses(Case each, R marker) throws Exception {
        try (Transformation<R> transform =
                (Transformation<R>) each.transform().getDeclaredConstructor().newInstance()) {
            transform.configure(new HashMap<>(each.options()));
            Headers before = marker.headers().duplicate();
            assertThat(transform.apply(marker)).isSameAs(marker);
            assertThat(marker.headers()).isEqualTo(before);
        }
    }

    @Test
    void noTransformIsLeftOut() {
        Set<Class<?>> plugins = plugins(Transformation.class);
        assertThat(transforms().map(Case::transform).collect(Collectors.toSet()))
                .isEqualTo(plugins);
    }

    private static <T> Set<Class<?>> plugins(Class<T> kind) {
        return ServiceLoader.load(kind).stream()
                .map(ServiceLoader.Provider::type)
                .filter(type -> type.getName().startsWith("io.odsconnect."))
                .collect(Collectors.toSet());
    }

    @Test
    void noPredicateTakesItForARowOrADelete() {
        HasOperation<SourceRecord> operation = new HasOperation<>();
        operation.configure(Map.of("operations", "r,c,u,d"));
        for (Predicate<SourceRecord> predicate :
                List.<Predicate<SourceRecord>>of(operation, new IsBulk<>(), new IsDelete<>())) {
            assertThat(predicate.test(fromTheSource()))
                    .as(predicate.getClass().getSimpleName())
                    .isFalse();
        }
    }
}
