package io.odsconnect.db2.offset;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.table.TableId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;

class SourcePartitionTest {

    private static final TableId TABLE = new TableId("BANK", "CARD");

    private final JsonConverter converter = new JsonConverter();

    SourcePartitionTest() {
        converter.configure(Map.of("schemas.enable", false), false);
    }

    /** A worker finds offsets by these bytes, and reads partitions into a map of its own before it lists or patches them. */
    @Test
    void aPartitionHasTheSameBytesInEveryJvmAndAfterTheWorkerHasReadIt() {
        assertThat(json(SourcePartition.of("server", "ods", "table", "BANK.CARD", "cause", "signal", "range", "1")))
                .isEqualTo("{\"server\":\"ods\",\"cause\":\"signal\",\"range\":\"1\",\"table\":\"BANK.CARD\"}");
        for (Map<String, String> partition : List.of(
                new StreamPartitions("ods").ofAll(),
                new StreamPartitions("ods").of(TABLE),
                SourcePartition.of("server", "ods", "table", "BANK.CARD"),
                SourcePartition.of("server", "ods", "table", "BANK.CARD", "range", "12"),
                SourcePartition.of("server", "ods", "query", "BANK.CARD"))) {
            byte[] bytes = json(partition).getBytes(StandardCharsets.UTF_8);
            assertThat(json(converter.toConnectData("offsets", bytes).value())).isEqualTo(json(partition));
        }
    }

    private String json(Object value) {
        return new String(converter.fromConnectData("offsets", null, value), StandardCharsets.UTF_8);
    }
}
