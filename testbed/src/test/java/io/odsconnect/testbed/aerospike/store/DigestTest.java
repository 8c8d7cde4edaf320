package io.odsconnect.testbed.aerospike.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aerospike.client.Key;
import com.aerospike.client.cluster.Partition;
import io.odsconnect.testbed.aerospike.wire.MalformedException;
import org.junit.jupiter.api.Test;

class DigestTest {

    @Test
    void aDigestIsInThePartitionThatTheClientReckons() {
        for (int i = 0; i < 10_000; i++) {
            byte[] digest = new Key("test", "set", i).digest;

            assertThat(Digest.of(digest).partition()).isEqualTo(Partition.getPartitionId(digest));
        }
    }

    @Test
    void digestsAreOrderedAsUnsignedBytes() {
        byte[] low = new byte[20];
        byte[] high = new byte[20];
        high[0] = (byte) 0x80;
        byte[] highest = high.clone();
        highest[19] = (byte) 0xff;

        assertThat(Digest.of(low)).isLessThan(Digest.of(high));
        assertThat(Digest.of(high)).isLessThan(Digest.of(highest)).isEqualTo(Digest.of(high.clone()));
    }

    @Test
    void aDigestHas20Bytes() {
        assertThatThrownBy(() -> Digest.of(new byte[19])).isInstanceOf(MalformedException.class);
    }
}
