package io.odsconnect.smt.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlainFormTest {

    @Test
    void aFloatingPointNumberHasOneFormWhateverTheWorkersJava() {
        assertThat(form(Double.parseDouble("2e23"))).isEqualTo("g2.0E23");
        assertThat(form(0.1)).isEqualTo("g0.1");
        assertThat(form(0.1f)).isEqualTo("f0.1");
        assertThat(form(Double.NaN)).isEqualTo("gNaN");
    }

    private static String form(Object value) {
        return new String(PlainForm.of(value), StandardCharsets.US_ASCII);
    }
}
