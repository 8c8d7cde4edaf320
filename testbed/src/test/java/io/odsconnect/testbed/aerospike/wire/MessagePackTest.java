package io.odsconnect.testbed.aerospike.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aerospike.client.Value;
import com.aerospike.client.util.Packer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePackTest {

    private static MessagePack packed(Value value) {
        return new MessagePack(new WireReader(pack(value)));
    }

    private static byte[] pack(Value value) {
        Packer packer = new Packer();
        value.pack(packer);
        return packer.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                127,
                128,
                255,
                256,
                65535,
                65536,
                4294967295L,
                4294967296L,
                Long.MAX_VALUE,
                -1,
                -32,
                -33,
                -128,
                -129,
                -32768,
                -32769,
                -2147483648L,
                -2147483649L,
                Long.MIN_VALUE
            })
    void integersOfEveryLengthAreRead(long number) {
        assertThat(packed(Value.get(number)).integer()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 31, 255, 256, 65535, 65536})
    void bytesOfEveryLengthAreRead(int length) {
        byte[] read = packed(Value.get(new byte[length])).bytes();

        assertThat(read).hasSize(length + 1);
        assertThat(read[0]).isEqualTo((byte) Particle.BLOB);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 65535, 65536})
    void listsAndMapsOfEveryLengthAreSkipped(int size) {
        Map<Integer, Object> map = new HashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(i, i % 3 == 0 ? List.of(1.5, "x", true) : "text");
        }
        MessagePack in = packed(Value.get(List.of(map, "behind")));

        in.skip();

        assertThat(in.atEnd()).isTrue();
    }

    @Test
    void anotherKindThanExpectedIsToldByName() {
        assertThatThrownBy(() -> packed(Value.get("secret")).integer())
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("BYTES")
                .hasMessageContaining("INTEGER")
                .hasMessageNotContaining("secret");
    }

    @Test
    void bytesThatAreCutShortAreMalformed() {
        byte[] bytes = pack(Value.get(List.of("a text", 7)));
        for (int length = 0; length < bytes.length; length++) {
            MessagePack in = new MessagePack(new WireReader(bytes, 0, length));

            assertThatThrownBy(in::skip).isInstanceOf(MalformedException.class);
        }
    }
}
