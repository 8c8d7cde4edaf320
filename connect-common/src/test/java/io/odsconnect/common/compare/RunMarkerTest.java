package io.odsconnect.common.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.event.CompareRunHeader;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunMarkerTest {

    private static final RunMarker CARD =
            new RunMarker("BANK", "CARD", 5_000_000_000L, 2, 1_796_000_000_000_000L, 1_796_000_000_000_001L, false);

    private static List<HeaderConverter> converters() {
        StringConverter text = new StringConverter();
        text.configure(Map.of(), true);
        return List.of(new SimpleHeaderConverter(), text);
    }

    /** Returns the headers as they come out of Kafka where both workers use this converter. */
    private static Headers through(HeaderConverter converter, Headers sent) {
        ConnectHeaders received = new ConnectHeaders();
        for (Header header : sent) {
            byte[] bytes = converter.fromConnectHeader("topic", header.key(), header.schema(), header.value());
            received.add(header.key(), converter.toConnectHeader("topic", header.key(), bytes));
        }
        return received;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cards-1",
                "007",
                "7",
                "run:7",
                "",
                " ",
                "true",
                "NULL",
                "1e3",
                "2026-11-30",
                "2026-11-30T21:00:00.000Z",
                "12:00:00.000Z",
                "{\"a\":1}",
                "[1,2]",
                "\"quoted\"",
                "\"half",
                "a,b",
                "back\\slash",
                "Größe",
                "NaN",
                "0x1F",
                "8c0b7c5e-0000-4000-8000-000000000001",
                "run:",
                "-1",
                "a\"b",
                "new\nline"
            })
    void everyIdComesBackAsItWasThroughEveryConverterAndNoTwoAreTakenForOne(String run) {
        for (HeaderConverter converter : converters()) {
            Headers headers = new ConnectHeaders();
            CompareRunHeader.add(headers, run);
            assertThat(CompareRunHeader.of(through(converter, headers)))
                    .as(converter.getClass().getSimpleName())
                    .isEqualTo(run);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CARD",
                "",
                "A\"B\\C",
                "A,B}:{[",
                "2026-11-30",
                "007",
                "true",
                "T A B",
                "Größe",
                "12:00:00.000Z",
                "#1",
                "a\tb",
                "\"",
                "\\"
            })
    void theMarkerComesBackWhateverTheTableIsCalled(String name) {
        RunMarker marker = new RunMarker(name, name, 0, 0, Long.MIN_VALUE, Long.MAX_VALUE, true);
        for (HeaderConverter converter : converters()) {
            Headers headers = new ConnectHeaders();
            marker.addTo(headers, "1");
            Headers received = through(converter, headers);
            assertThat(RunMarker.of(received))
                    .as(converter.getClass().getSimpleName())
                    .isEqualTo(marker);
            assertThat(CompareRunHeader.of(received)).isEqualTo("1");
        }
    }

    @Test
    void itsJsonIsWhatTheDocumentationSays() {
        assertThat(CARD.toJson())
                .isEqualTo("{\"version\":1,\"schema\":\"BANK\",\"table\":\"CARD\",\"rows\":5000000000,\"dropped\":2,"
                        + "\"firstPosition\":1796000000000000,\"lastPosition\":1796000000000001,\"filtered\":false}");
    }

    @Test
    void itIsReadAlsoWithSpacesAndWithFieldsThatAreAddedLater() {
        Headers headers = new ConnectHeaders()
                .addString(
                        RunMarker.END_HEADER,
                        " { \"version\" : 1, \"new\": null, \"schema\": \"BANK\", \"table\": \"\\u0043ARD\","
                                + " \"rows\": 5000000000, \"dropped\": 2, \"firstPosition\": 1796000000000000,"
                                + " \"lastPosition\": 1796000000000001, \"filtered\": false }");
        assertThat(RunMarker.of(headers)).isEqualTo(CARD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "x",
                "{\"version\":2,\"schema\":\"B\",\"table\":\"C\",\"rows\":0,\"dropped\":0,\"firstPosition\":0,\"lastPosition\":0,\"filtered\":false}",
                "{\"version\":1,\"schema\":\"B\",\"table\":\"C\",\"rows\":\"many\",\"dropped\":0,\"firstPosition\":0,\"lastPosition\":0,\"filtered\":false}",
                "{\"version\":1,\"schema\":\"B\",\"table\":\"C\",\"rows\":1,\"dropped\":0,\"firstPosition\":0,\"lastPosition\":0,\"filtered\":0}"
            })
    void whatIsNoMarkerIsRefused(String text) {
        Headers headers = new ConnectHeaders().addString(RunMarker.END_HEADER, text);
        assertThatThrownBy(() -> RunMarker.of(headers))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(RunMarker.END_HEADER);
    }

    @Test
    void aRecordWithoutKeyAndValueIsAMarkerOnlyWithTheHeader() {
        Headers marker = new ConnectHeaders();
        CARD.addTo(marker, "r");
        assertThat(RunMarker.isMarker(record(null, null, marker))).isTrue();
        assertThat(RunMarker.isMarker(record(null, null, new ConnectHeaders()))).isFalse();
        assertThat(RunMarker.isMarker(record("key", null, marker))).isFalse();
        assertThat(RunMarker.isMarker(record(null, "value", marker))).isFalse();
        assertThat(RunMarker.of(new ConnectHeaders())).isNull();
        assertThat(CompareRunHeader.of(new ConnectHeaders())).isNull();
    }

    private static SinkRecord record(@Nullable Object key, @Nullable Object value, Headers headers) {
        return new SinkRecord("topic", 0, null, key, null, value, 0, null, null, headers);
    }
}
