package io.odsconnect.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.args.Rawable;

class PiecesCommandTest {

    @Test
    void thePiecesComeBehindWhatWasAddedEachTimeItIsSent() {
        byte[][] pieces = {bytes("A"), bytes("1"), bytes("B"), bytes("2")};
        var command = new PiecesCommand(Command.HSET, pieces).add(bytes("card:7"));
        assertThat(command.size()).isEqualTo(6);
        assertThat(texts(command)).containsExactly("HSET", "card:7", "A", "1", "B", "2");
        assertThat(texts(command)).as("on another connection").hasSize(6);
        assertThat(command.getCommand()).isEqualTo(Command.HSET);
    }

    private static List<String> texts(Iterable<Rawable> arguments) {
        List<String> texts = new ArrayList<>();
        arguments.forEach(argument -> texts.add(new String(argument.getRaw(), StandardCharsets.UTF_8)));
        return texts;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
