package io.odsconnect.db2.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.table.TableId;
import java.math.BigDecimal;
import java.sql.Types;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnDefaultTest {

    private static final ColumnTypes TYPES = new ColumnTypes(
            new ValueOptions(DecimalMode.PRECISE, TimeMode.ADAPTIVE, BinaryMode.BYTES, false, LobLimit.NONE));

    @Test
    void aConstantHasTheFormOfTheColumnsValues() {
        assertThat(standard(Types.INTEGER, "INTEGER", 10, 0, "7")).isEqualTo(7);
        assertThat(standard(Types.SMALLINT, "SMALLINT", 5, 0, "-1")).isEqualTo((short) -1);
        assertThat(standard(Types.DECIMAL, "DECIMAL", 9, 2, "0")).isEqualTo(new BigDecimal("0.00"));
        assertThat(standard(Types.DOUBLE, "DOUBLE", 15, 0, "1.5E+1")).isEqualTo(15.0);
        assertThat(standard(Types.VARCHAR, "VARCHAR", 9, 0, "'it''s'")).isEqualTo("it's");
        assertThat(standard(Types.CHAR, "CHAR", 3, 0, "'N'")).isEqualTo("N  ");
        assertThat(standard(Types.DATE, "DATE", 10, 0, "'0001-01-01'"))
                .isEqualTo((int) LocalDate.of(1, 1, 1).toEpochDay());
        assertThat(standard(Types.TIME, "TIME", 8, 0, "'01.00.00'")).isEqualTo(3_600_000);
        assertThat(standard(Types.TIMESTAMP, "TIMESTAMP", 26, 6, "'1970-01-01-00.00.01.000002'"))
                .isEqualTo(1_000_002L);
        assertThat(standard(Types.TIMESTAMP, "TIMESTAMP", 26, 6, "'1970-01-02-00.00.00.000000'"))
                .isEqualTo(86_400_000_000L);
        assertThat(standard(Types.BOOLEAN, "BOOLEAN", 1, 0, "TRUE")).isEqualTo(true);
        assertThat(standard(Types.VARBINARY, "VARCHAR () FOR BIT DATA", 4, 0, "X'01ff'"))
                .isEqualTo(new byte[] {1, (byte) 0xff});
    }

    @Test
    void whatIsNotTheSameForEveryRowIsNoDefault() {
        assertThat(standard(Types.TIMESTAMP, "TIMESTAMP", 26, 6, "CURRENT TIMESTAMP"))
                .isNull();
        assertThat(standard(Types.VARCHAR, "VARCHAR", 9, 0, "USER")).isNull();
        assertThat(standard(Types.INTEGER, "INTEGER", 10, 0, "AUTOINCREMENT: start 1 increment 1"))
                .isNull();
        assertThat(standard(Types.SMALLINT, "SMALLINT", 5, 0, "70000")).isNull();
        assertThat(standard(Types.DATE, "DATE", 10, 0, "'01.02.2026'")).isNull();
        assertThat(standard(Types.INTEGER, "INTEGER", 10, 0, null)).isNull();
    }

    @Test
    void keysAndColumnsThatCanBeNullHaveNone() {
        assertThat(mapping(Types.INTEGER, "INTEGER", 10, 0, "7", false).schema().defaultValue())
                .isNull();
        assertThat(mapping(Types.INTEGER, "INTEGER", 10, 0, "7", true)
                        .rowSchema()
                        .defaultValue())
                .isNull();
    }

    private static @Nullable Object standard(int type, String name, int precision, int scale, @Nullable String text) {
        return mapping(type, name, precision, scale, text, false).rowSchema().defaultValue();
    }

    private static ColumnMapping mapping(
            int type, String name, int precision, int scale, @Nullable String text, boolean nullable) {
        return TYPES.map(new TableId("BANK", "CARD"), new Column("C", type, name, precision, scale, nullable, text));
    }
}
