package io.odsconnect.redis.mapping;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueSizeTest {

    private static final Row ROW = Row.of("CARD_NO", "4111", "NOTE", "x".repeat(60), "TAGS", List.of("a", "b"));

    @Test
    void aPieceThatIsTooLargeNamesTheColumnAndNoValue() {
        byte[][] value = {new byte[10], new byte[101]};

        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> ValueSize.checkValue(value, ROW, 100))
                .withMessage(
                        "The row has a piece of 101 bytes, and Redis takes 100 (proto-max-bulk-len); most of them are"
                                + " of column NOTE");
        assertThatCode(() -> ValueSize.checkValue(value, ROW, 101)).doesNotThrowAnyException();
    }

    @Test
    void aKeyThatIsTooLargeIsTold() {
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> ValueSize.checkKey("k".repeat(29), 100))
                .withMessageContaining("key.template");
        assertThatCode(() -> ValueSize.checkKey("k".repeat(28), 100)).doesNotThrowAnyException();
    }
}
