package io.odsconnect.aerospike.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinNameStrategyTest {

    @ParameterizedTest
    @ValueSource(strings = {"ID", "FIFTEEN_BYTES__", "schön", "größe_größe"})
    void aNameThatFitsStaysAsItIs(String column) {
        assertThat(BinNameStrategy.SHORTEN.binOf(column)).isEqualTo(column);
        assertThat(BinNameStrategy.AS_IS.binOf(column)).isEqualTo(column);
    }

    /** {@code printf CUSTOMER_SHORT_NAME | sha256sum} begins with these digits. */
    @Test
    void aLongNameIsItsBeginningAndTheDigitsOfItsHash() {
        assertThat(BinNameStrategy.SHORTEN.binOf("CUSTOMER_SHORT_NAME")).isEqualTo("CUSTOMER_79a873");
        assertThat(BinNameStrategy.SHORTEN.binOf("CUSTOMER_SHORT_NAM2"))
                .isNotEqualTo(BinNameStrategy.SHORTEN.binOf("CUSTOMER_SHORT_NAME"));
    }

    @Test
    void aCharacterIsNeverCutInTwo() {
        assertThat(BinNameStrategy.SHORTEN.binOf("1234567ÄÖÜÄÖÜ"))
                .startsWith("1234567_")
                .hasSize(14);
        assertThat(BinNameStrategy.SHORTEN.binOf("12345😀😀😀😀😀"))
                .startsWith("12345_")
                .hasSize(12);
    }

    @Test
    void anAsIsNameIsLeftToTheCheckOfItsLength() {
        assertThat(BinNameStrategy.AS_IS.binOf("CUSTOMER_SHORT_NAME")).isEqualTo("CUSTOMER_SHORT_NAME");
        assertThat(BinNameStrategy.of("as-is")).isEqualTo(BinNameStrategy.AS_IS);
    }
}
