package io.odsconnect.db2.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameAdjustmentTest {

    private static final List<String> COLUMNS =
            List.of("CARD#", "AMT$", "1ST", "A-B", "my col", "A_B", "_u0023", "STRASSE\u00df", "\ud83d\ude00", "OK1");

    @Test
    void avroTakesEveryName() {
        for (String column : COLUMNS) {
            assertThat(NameAdjustment.AVRO.field(column)).matches("[A-Za-z_][A-Za-z0-9_]*");
            assertThat(NameAdjustment.AVRO_UNICODE.field(column)).matches("[A-Za-z_][A-Za-z0-9_]*");
            assertThat(NameAdjustment.NONE.field(column)).isEqualTo(column);
        }
        assertThat(NameAdjustment.AVRO.field("CARD#")).isEqualTo("CARD_");
        assertThat(NameAdjustment.AVRO.field("1ST")).isEqualTo("_1ST");
        assertThat(NameAdjustment.AVRO_UNICODE.field("CARD#")).isEqualTo("CARD_u0023");
        assertThat(NameAdjustment.AVRO_UNICODE.field("A_B")).isEqualTo("A_u005fB");
        assertThat(NameAdjustment.AVRO.schema("my-ods.1.T#.Value")).isEqualTo("my_ods._1.T_.Value");
    }

    @Test
    void theNameOfTheColumnCanBeHadBack() {
        assertThat(COLUMNS)
                .allSatisfy(column -> assertThat(NameAdjustment.column(NameAdjustment.AVRO_UNICODE.field(column)))
                        .isEqualTo(column));
    }
}
