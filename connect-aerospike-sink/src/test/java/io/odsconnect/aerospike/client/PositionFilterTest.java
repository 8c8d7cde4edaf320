package io.odsconnect.aerospike.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.aerospike.client.exp.Exp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionFilterTest {

    private final PositionFilter filter = new PositionFilter("pos");

    @ParameterizedTest
    @ValueSource(
            longs = {
                Long.MIN_VALUE + 1,
                -1L << 40,
                -1,
                0,
                1,
                (1L << 32) - 1,
                1L << 32,
                1_795_000_000_123_456L,
                Long.MAX_VALUE - 1,
                Long.MAX_VALUE
            })
    void aFilterIsTheOneThatTheClientWouldBuild(long position) {
        Exp upTo = Exp.le(Exp.intBin("pos"), Exp.val(position));
        assertThat(filter.upTo(position)).isEqualTo(Exp.build(upTo));
        assertThat(filter.noneOrUpTo(position)).isEqualTo(Exp.build(Exp.or(Exp.not(Exp.binExists("pos")), upTo)));
    }
}
