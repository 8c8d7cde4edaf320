package io.odsconnect.db2.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.table.Column;
import java.sql.Types;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From which types in a change table the values of a column come out as they are. */
class CapturedFormTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CLOB 100            | CHAR 1               | false
            BLOB 100            | CHAR 1               | false
            DBCLOB 100          | CHAR 1               | false
            XML 0               | CHAR 1               | false
            CLOB 100            | CLOB 50              | true
            CLOB 100            | VARCHAR 100          | false
            VARCHAR 10          | CLOB 50              | true
            VARCHAR 10          | VARCHAR 5            | true
            VARCHAR 10          | CHAR 10              | false
            CHAR 10             | VARCHAR 10           | true
            GRAPHIC 10          | CHAR 10              | false
            VARGRAPHIC 10       | GRAPHIC 10           | false
            CHAR 10             | GRAPHIC 10           | true
            CHAR () FOR BIT DATA 10 | CHAR 10          | false
            CHAR () FOR BIT DATA 10 | CHAR () FOR BIT DATA 10 | true
            VARCHAR () FOR BIT DATA 10 | CHAR () FOR BIT DATA 10 | false
            CHAR 10             | CHAR () FOR BIT DATA 10 | false
            INTEGER 10          | BIGINT 19            | true
            BIGINT 19           | INTEGER 10           | true
            INTEGER 10          | DOUBLE 15            | false
            INTEGER 10          | VARCHAR 10           | false
            DECIMAL 9 2         | DECIMAL 9 2          | true
            DECIMAL 9 2         | DECIMAL 11 4         | true
            DECIMAL 9 2         | DECIMAL 9 0          | false
            DECIMAL 9 2         | DOUBLE 15            | false
            DECIMAL 9 0         | INTEGER 10           | true
            DECFLOAT 34         | DECFLOAT 16          | false
            DECFLOAT 34         | DECIMAL 31 5         | false
            DECFLOAT 16         | DECFLOAT 34          | true
            DOUBLE 15           | REAL 7               | false
            REAL 7              | DOUBLE 15            | true
            BOOLEAN 1           | SMALLINT 5           | true
            DATE 10             | TIMESTAMP 26 6       | false
            TIMESTAMP 26 6      | TIMESTAMP 32 12      | true
            TIMESTAMP 32 12     | TIMESTAMP 26 6       | false
            TIMESTAMP 26 6      | TIMESTAMP WITH TIME ZONE 32 6 | false
            """)
    void theValuesOfAColumnAreThereOrNot(String source, String captured, boolean held) {
        assertThat(CapturedForm.holds(column(source), column(captured))).isEqualTo(held);
    }

    /** Makes a column of a type's name, its precision and its scale, as the driver describes it. */
    private static Column column(String text) {
        String name = text.replaceAll(" [0-9]+", "").strip();
        String[] numbers = text.substring(name.length()).strip().split(" ", -1);
        int scale = numbers.length > 1 ? Integer.parseInt(numbers[1]) : 0;
        int type = switch (name) {
            case "CLOB", "DBCLOB" -> Types.CLOB;
            case "BLOB" -> Types.BLOB;
            case "XML" -> Types.SQLXML;
            case "VARCHAR", "VARGRAPHIC" -> Types.VARCHAR;
            case "CHAR", "GRAPHIC" -> Types.CHAR;
            case "CHAR () FOR BIT DATA" -> Types.BINARY;
            case "VARCHAR () FOR BIT DATA" -> Types.VARBINARY;
            case "INTEGER" -> Types.INTEGER;
            case "SMALLINT" -> Types.SMALLINT;
            case "BIGINT" -> Types.BIGINT;
            case "DECIMAL" -> Types.DECIMAL;
            case "REAL" -> Types.REAL;
            case "DOUBLE" -> Types.DOUBLE;
            case "BOOLEAN" -> Types.BOOLEAN;
            case "DATE" -> Types.DATE;
            case "TIMESTAMP" -> Types.TIMESTAMP;
            default -> Types.OTHER;
        };
        return new Column("C", type, name, Integer.parseInt(numbers[0]), scale, true);
    }
}
