package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.smt.size.SizeMeter;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordSizeTest {

    private static SinkRecord apply(SinkRecord record, String... options) {
        try (RecordSize<SinkRecord> transform = new RecordSize<>()) {
            transform.configure(options(options));
            return transform.apply(record);
        }
    }

    private static Map<String, String> options(String... options) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return map;
    }

    private static SinkRecord large() {
        return Samples.sinkRecord(Samples.card("1.00").put("NOTE", "x".repeat(20_000)));
    }

    @Test
    void aRecordWithinTheLimitPassesUnchangedAndSoDoesATombstone() {
        for (String action : new String[] {"warn", "mark", "fail"}) {
            for (SinkRecord record :
                    new SinkRecord[] {Samples.sinkRecord(Samples.card("1.00")), Samples.sinkRecord(null)}) {
                assertThat(apply(record, "on.exceed", action)).isSameAs(record);
                assertThat(record.headers()).isEmpty();
            }
        }
    }

    @Test
    void theLimitItselfIsWithinIt() {
        SinkRecord record = Samples.sinkRecord(Samples.card("1.00"));
        long size = SizeMeter.AVRO.size(record);
        assertThat(apply(record, "format", "avro", "on.exceed", "fail", "max.bytes", "" + size))
                .isSameAs(record);
        assertThatThrownBy(() -> apply(record, "format", "avro", "on.exceed", "fail", "max.bytes", "" + (size - 1)))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "RecordSize cannot take the value of a record of topic ods.BANK.CARD, partition 2, "
                                + "offset 42: The record takes " + size + " bytes, more than the " + (size - 1)
                                + " of option max.bytes")
                .hasMessageNotContaining("4000001234567899");
    }

    @Test
    void aRecordOverTheLimitIsWarnedOfMarkedOrFailed() {
        SinkRecord record = large();
        assertThat(apply(record)).isSameAs(record);
        assertThat(Samples.header(apply(record, "on.exceed", "mark"), "odsconnect.record.size"))
                .isEqualTo(SizeMeter.JSON.size(record));
        assertThat(record.headers()).isEmpty();
        assertThatThrownBy(() -> apply(record, "on.exceed", "FAIL")).isInstanceOf(DataException.class);
    }

    @Test
    void fieldsAreDroppedOneAfterTheOtherUntilTheRecordFits() {
        SinkRecord record = large();
        SinkRecord fits = apply(record, "on.exceed", "drop", "drop.fields", "CREDIT_LIMIT,NOTE");
        Struct row = (Struct) fits.value();
        assertThat(row.get("NOTE")).isNull();
        assertThat(row.get("CREDIT_LIMIT")).isNull();
        assertThat(row.get("CARD_NO")).isEqualTo("4000001234567899");
        assertThat(fits.valueSchema()).isSameAs(record.valueSchema());
        assertThat(Samples.header(fits, "odsconnect.dropped.fields")).isEqualTo("CREDIT_LIMIT,NOTE");
        assertThat(((Struct) record.value()).get("NOTE")).isNotNull();

        SinkRecord one = apply(record, "on.exceed", "drop", "drop.fields", "NOTE,CREDIT_LIMIT");
        assertThat(((Struct) one.value()).get("CREDIT_LIMIT")).isNotNull();
        assertThat(Samples.header(one, "odsconnect.dropped.fields")).isEqualTo("NOTE");
    }

    @Test
    void fieldsAreDroppedInBothRowsOfAnEnvelopeAndInMaps() {
        Struct big = Samples.card("1.00").put("NOTE", "x".repeat(20_000));
        Struct envelope = (Struct) apply(
                        Samples.sinkRecord(Samples.envelope("u", big, big)),
                        "on.exceed",
                        "drop",
                        "drop.fields",
                        "NOTE,NOPE")
                .value();
        assertThat(envelope.getStruct("before").get("NOTE")).isNull();
        assertThat(envelope.getStruct("after").get("NOTE")).isNull();
        Map<String, @Nullable Object> map = Samples.cardMap(1);
        map.put("NOTE", "x".repeat(20_000));
        SinkRecord smaller = apply(Samples.sinkRecord(map), "on.exceed", "drop", "drop.fields", "NOTE");
        Map<String, @Nullable Object> expected = Samples.cardMap(1);
        expected.remove("NOTE");
        assertThat(smaller.value()).isEqualTo(expected);
    }

    @Test
    void aRecordThatStillDoesNotFitFails() {
        assertThatThrownBy(() -> apply(large(), "on.exceed", "drop", "drop.fields", "CREDIT_LIMIT"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("also without the fields of option drop.fields");
        assertThatThrownBy(() -> apply(large(), "on.exceed", "drop", "drop.fields", "CARD_NO"))
                .hasMessageContaining("Field CARD_NO cannot be dropped, since its schema does not allow null");
    }

    @ParameterizedTest
    @CsvSource({
        "on.exceed, drop, set drop.fields",
        "drop.fields, NOTE, set on.exceed to drop",
        "max.bytes, 0, max.bytes",
        "format, xml, format"
    })
    void mistakesInTheOptionsAreFoundBeforeTheStart(String option, String value, String expected) {
        assertThatThrownBy(() -> apply(large(), option, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void sizesAreCountedInAHistogramInJmxUntilTheTransformIsClosed() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName query = new ObjectName("odsconnect:type=record-size,limit=10241,*");
        try (RecordSize<SinkRecord> transform = new RecordSize<>()) {
            transform.configure(options("max.bytes", "10241", "on.exceed", "mark"));
            SinkRecord small = Samples.sinkRecord(Samples.card("1.00"));
            transform.apply(small);
            transform.apply(small);
            transform.apply(large());
            Set<ObjectName> names = server.queryNames(query, null);
            assertThat(names).hasSize(1);
            ObjectName name = names.iterator().next();
            assertThat(server.getAttribute(name, "at-most-256-total")).isEqualTo(2.0);
            assertThat(server.getAttribute(name, "at-most-16384-total")).isEqualTo(2.0);
            assertThat(server.getAttribute(name, "at-most-32768-total")).isEqualTo(3.0);
            assertThat(server.getAttribute(name, "at-most-1048576-total")).isEqualTo(3.0);
            assertThat(server.getAttribute(name, "record-total")).isEqualTo(3.0);
            assertThat(server.getAttribute(name, "over-limit-total")).isEqualTo(1.0);
            double max = SizeMeter.JSON.size(large());
            assertThat(server.getAttribute(name, "size-max")).isEqualTo(max);
            assertThat(server.getAttribute(name, "byte-total")).isEqualTo(max + 2.0 * SizeMeter.JSON.size(small));
        }
        assertThat(server.queryNames(query, null)).isEmpty();
    }
}
