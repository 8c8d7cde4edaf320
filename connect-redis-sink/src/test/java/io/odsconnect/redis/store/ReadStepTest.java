package io.odsconnect.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol;

/** Answers in the forms that the two versions of the protocol have. */
class ReadStepTest {

    private final ReadStep step = new ReadStep(Protocol.Command.HGETALL, bytes("card:1"));

    @Test
    void aMapOfResp3IsReadAsTheListOfResp2() {
        step.answered(List.of(List.of(Map.entry(bytes("NAME"), bytes("a")), Map.entry(bytes("ID"), bytes("1")))));

        assertThat(step.list()).hasSize(4).allMatch(byte[].class::isInstance);
        assertThat(step.list().get(2)).isEqualTo(bytes("ID"));
    }

    @Test
    void aScoreOfResp3IsReadAsText() {
        step.answered(List.of(1.5));

        assertThat(step.text()).isEqualTo("1.5");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
