package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.value.HeaderText;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What transforms write into headers comes back from the worker's default header converter, which guesses types. */
@SuppressWarnings("JavaUtilDate") // Connect's own logical types are java.util.Date.
class HeaderSurvivalTest {

    private static final String LSN = "00000000:00000000:0000000080000c51";

    private static SinkRecord record() {
        return Samples.sinkRecord(Samples.envelope("u", Samples.card("1.00"), Samples.card("2.00")));
    }

    private static SinkRecord apply(
            Transformation<SinkRecord> transform, Map<String, String> options, SinkRecord record) {
        try (transform) {
            transform.configure(options);
            return Objects.requireNonNull(transform.apply(record));
        }
    }

    static Stream<List<String>> digests() {
        return Stream.of("SHA-256", "SHA-512/256", "SHA3-256", "HMAC-SHA-256", "CRC32C", "XXH3")
                .flatMap(algorithm -> Stream.of("hex", "base64").map(encoding -> List.of(algorithm, encoding)));
    }

    @ParameterizedTest
    @MethodSource("digests")
    void everyDigestSurvivesAndVerifies(List<String> digest) {
        Map<String, String> options = digest.get(0).startsWith("HMAC")
                ? Map.of(
                        "algorithm",
                        digest.get(0),
                        "encoding",
                        digest.get(1),
                        "hmac.key",
                        Base64.getEncoder().encodeToString(new byte[32]))
                : Map.of("algorithm", digest.get(0), "encoding", digest.get(1));
        for (int limit = 0; limit < 50; limit++) {
            SinkRecord row = Samples.sinkRecord(Samples.cardMap(limit));
            SinkRecord sent = apply(new RecordDigest.Value<>(), options, row);
            SinkRecord received = Ff1FieldsTest.throughTheDefaultConverter(sent);
            assertThat(received.headers()).isEqualTo(sent.headers());
            assertThat(apply(new VerifyDigest.Value<>(), options, received)).isSameAs(received);
        }
    }

    @Test
    void aDigestInAHeaderThatIsLeftAsBytesVerifiesToo() {
        SinkRecord sent = apply(new RecordDigest.Value<>(), Map.of(), record());
        byte[] bytes = String.valueOf(Samples.header(sent, "odsconnect.digest"))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        sent.headers().remove("odsconnect.digest").addBytes("odsconnect.digest", bytes);
        assertThat(apply(new VerifyDigest.Value<>(), Map.of(), sent)).isSameAs(sent);
    }

    @ParameterizedTest
    @CsvSource({
        "uuid.random",
        "uuid.stable",
        "event.time",
        "event.time.us",
        "processing.time",
        "processing.time.us",
        "operation",
        "source.name",
        "source.schema",
        "source.table",
        "source.position",
        "schema.version",
        "value.size",
        "connector.name",
        "task.id"
    })
    void metadataSurvive(String what) {
        for (int i = 0; i < 20; i++) {
            SinkRecord sent = apply(new InsertMetadata.Value<>(), Map.of("headers", "h:" + what), record());
            SinkRecord received = Ff1FieldsTest.throughTheDefaultConverter(sent);
            assertThat(comparable(Samples.header(received, "h"))).isEqualTo(comparable(Samples.header(sent, "h")));
        }
    }

    /** A number comes back in the smallest type that holds it, which is the same number. */
    private static Object comparable(@Nullable Object value) {
        if (value instanceof Date date) {
            return date.getTime();
        }
        return value instanceof Number number ? number.longValue() : Objects.requireNonNull(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static:007",
                "static:2026.11",
                "static:true",
                "static:2026-11-21",
                "static:null",
                "source.commit_lsn"
            })
    void aTextThatLooksLikeSomethingElseIsReadByTemplatesAsItWas(String what) {
        String expected = what.startsWith("static:") ? what.substring("static:".length()) : LSN;
        SinkRecord sent = apply(new InsertMetadata.Value<>(), Map.of("headers", "h:" + what), withLsn());
        for (SinkRecord record : List.of(sent, Ff1FieldsTest.throughTheDefaultConverter(sent))) {
            SinkRecord keyed = apply(new KeyTemplate<>(), Map.of("template", "{header.h}"), record);
            assertThat(keyed.key()).isEqualTo(expected);
        }
        SinkRecord plain = apply(
                new InsertMetadata.Value<>(), Map.of("headers", "h:" + what, "quote.headers", "false"), withLsn());
        assertThat(Samples.header(plain, "h")).isEqualTo(expected);
    }

    @Test
    void whatAnOlderVersionWroteIsStillRead() {
        SinkRecord old = record();
        old.headers().addString("h", "1001");
        for (SinkRecord record : List.of(old, Ff1FieldsTest.throughTheDefaultConverter(old))) {
            assertThat(apply(new KeyTemplate<>(), Map.of("template", "{header.h}"), record)
                            .key())
                    .isEqualTo("1001");
        }
    }

    @Test
    void namesOfDroppedFieldsThatLookLikeNumbersSurvive() {
        SinkRecord sent = apply(
                new RecordSize<>(),
                Map.of("max.bytes", "100", "on.exceed", "drop", "drop.fields", "007"),
                Samples.sinkRecord(Map.of("CARD_NO", "1", "007", "n".repeat(200))));
        SinkRecord received = Ff1FieldsTest.throughTheDefaultConverter(sent);
        assertThat(HeaderText.read(Objects.requireNonNull(Samples.header(received, "odsconnect.dropped.fields"))))
                .isEqualTo("007");
    }

    private static SinkRecord withLsn() {
        return Samples.sinkRecord(Map.of("CARD_NO", "1", "__source_commit_lsn", LSN));
    }

    @Test
    void marksSizesAndDroppedFieldsSurvive() {
        Map<String, @Nullable Object> noted = Samples.cardMap(1);
        noted.put("NOTE", "n".repeat(200));
        for (SinkRecord sent : List.of(
                apply(new VerifyDigest.Value<>(), Map.of("on.missing", "mark"), record()),
                apply(new RecordSize<>(), Map.of("max.bytes", "1", "on.exceed", "mark"), record()),
                apply(
                        new RecordSize<>(),
                        Map.of("max.bytes", "200", "on.exceed", "drop", "drop.fields", "NOTE,CREDIT_LIMIT,CLIENT_ID"),
                        Samples.sinkRecord(noted)))) {
            SinkRecord received = Ff1FieldsTest.throughTheDefaultConverter(sent);
            Header before = sent.headers().iterator().next();
            Header after = received.headers().iterator().next();
            assertThat(comparable(after.value())).isEqualTo(comparable(before.value()));
        }
    }
}
