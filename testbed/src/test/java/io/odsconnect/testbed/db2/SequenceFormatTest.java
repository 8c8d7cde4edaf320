package io.odsconnect.testbed.db2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SequenceFormatTest {

    @ParameterizedTest
    @EnumSource
    void bytesSortAsNumbersDo(SequenceFormat format) {
        long[] numbers = {0, 1, 127, 128, 255, 256, Integer.MAX_VALUE, 1L << 31, 1L << 40, Long.MAX_VALUE};
        for (int i = 1; i < numbers.length; i++) {
            assertThat(Arrays.compareUnsigned(format.encode(numbers[i - 1]), format.encode(numbers[i])))
                    .isNegative();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNumberComesBackFromItsBytes(SequenceFormat format) {
        assertThat(format.encode(0x0123_4567_89AB_CDEFL)).hasSize(format.length());
        assertThat(format.decode(format.encode(0x0123_4567_89AB_CDEFL))).isEqualTo(0x0123_4567_89AB_CDEFL);
        assertThat(SequenceFormat.ofLength(format.length())).isEqualTo(format);
    }

    @Test
    void otherLengthsAreRefused() {
        assertThatThrownBy(() -> SequenceFormat.ofLength(12)).hasMessageContaining("10 or 16");
    }
}
