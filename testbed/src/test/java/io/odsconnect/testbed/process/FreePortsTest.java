package io.odsconnect.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    @Test
    void noPortIsGivenTwiceAndAllLieBelowTheRangeOfOutgoingConnections() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            assertThat(ports.add(FreePorts.next())).isTrue();
        }
        assertThat(ports).allMatch(port -> port >= 20_000 && port < 32_768);
    }

    @Test
    void aGivenPortCanBeListenedOn() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(Loopback.at(FreePorts.next()));
            assertThat(socket.isBound()).isTrue();
        }
    }
}
