package io.odsconnect.db2.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LsnTest {

    @Test
    void bytesCompareWithoutSign() {
        assertThat(Lsn.parse("7fffffffffffffffffff")).isLessThan(Lsn.parse("80000000000000000000"));
    }

    @Test
    void tenAndSixteenBytesAreWrittenAsDebeziumDoesAndReadBack() {
        for (String text : new String[] {"00000000:00000000:0a1b", "00000000:00000000:0000000000000fe2"}) {
            assertThat(Lsn.parse(text)).hasToString(text);
        }
    }

    @Test
    void theNumberBeforeIsOneLess() {
        assertThat(Lsn.parse("00000000000000000100").before()).isEqualTo(Lsn.parse("000000000000000000ff"));
        assertThat(Lsn.parse("00000000000000000001").before()).isEqualTo(Lsn.parse("00000000000000000000"));
        assertThat(Lsn.parse("00000000000000000000").before()).isEqualTo(Lsn.parse("00000000000000000000"));
        assertThat(Lsn.parse("80000000000000000000").before()).isEqualTo(Lsn.parse("7fffffffffffffffffff"));
    }

    @Test
    void equalBytesAreEqual() {
        Lsn one = Lsn.of(new byte[] {1, 2});
        assertThat(one).isEqualTo(Lsn.parse("0102")).hasSameHashCodeAs(Lsn.parse("0102"));
        assertThat(one).isNotEqualTo(Lsn.parse("0103"));
    }

    @Test
    void whatIsNoHexIsRefused() {
        assertThatThrownBy(() -> Lsn.parse("NULL")).isInstanceOf(IllegalArgumentException.class);
    }
}
