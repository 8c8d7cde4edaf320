package io.odsconnect.testbed.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TcpProxyTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    private EchoServer server;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer();
        proxy = TcpProxy.to(server.address());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void bytesPassUnchangedInBothDirectionsAndTheEndToo() throws IOException {
        byte[] sent = new byte[3 * Link.CHUNK + 17];
        new Random(1).nextBytes(sent);
        try (Socket client = connect()) {
            Thread writer = new Thread(() -> send(client, sent));
            writer.start();
            byte[] answer = new byte[sent.length];
            new DataInputStream(client.getInputStream()).readFully(answer);

            assertThat(Arrays.equals(answer, sent)).isTrue();
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void latencyHoldsBytesBackAndItsEndLetsThemThrough() throws IOException {
        try (Socket client = connect()) {
            ask(client, "warm");
            proxy.latency(Duration.ofHours(1));
            client.setSoTimeout((int) SHORT.toMillis());
            send(client, bytes("slow"));
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(server.received()).isEqualTo(bytes("warm"));

            proxy.latency(Duration.ofMillis(1));
            client.setSoTimeout(0);
            new DataInputStream(client.getInputStream()).readFully(new byte[4]);
            assertThat(server.received()).isEqualTo(bytes("warmslow"));
        }
    }

    @Test
    void aStallHoldsBytesBackAndLosesNone() throws IOException {
        try (Socket client = connect()) {
            ask(client, "a");
            proxy.stall();
            client.setSoTimeout((int) SHORT.toMillis());
            send(client, bytes("b"));
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(server.received()).isEqualTo(bytes("a"));

            proxy.flow();
            client.setSoTimeout(0);
            assertThat(client.getInputStream().read()).isEqualTo('b');
        }
    }

    @Test
    void aStalledConnectionCanBeReset() throws IOException {
        try (Socket client = connect()) {
            ask(client, "a");
            proxy.stall();
            send(client, bytes("b"));
            proxy.reset();

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(proxy.connections()).isZero();
        }
    }

    @Test
    void aResetEndsConnectionsAndLetsNewOnesIn() throws IOException {
        try (Socket client = connect()) {
            ask(client, "a");
            proxy.reset();
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        try (Socket client = connect()) {
            ask(client, "again");
        }
    }

    @Test
    void downRefusesAndUpServesAtTheSamePort() throws IOException {
        int port = proxy.port();
        for (int round = 0; round < 20; round++) {
            try (Socket client = connect()) {
                ask(client, "a");
                proxy.down();
                assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
                assertThatThrownBy(() -> connect().close()).isInstanceOf(ConnectException.class);
            }
            proxy.up();
            assertThat(proxy.port()).isEqualTo(port);
        }
        try (Socket client = connect()) {
            ask(client, "back");
        }
    }

    @Test
    void aCutOfTheAnswerLeavesTheRequestDone() throws IOException {
        try (Socket client = connect()) {
            ask(client, "known");
            proxy.cutAfter(Direction.TO_CLIENT, 0);
            send(client, bytes("done"));

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(server.received()).isEqualTo(bytes("knowndone"));
        }
        try (Socket client = connect()) {
            ask(client, "once only");
        }
    }

    @Test
    void aCutWithinTheAnswerLetsItsBeginningThrough() throws IOException {
        try (Socket client = connect()) {
            proxy.cutAfter(Direction.TO_CLIENT, 5);
            ask(client, "abc");
            send(client, bytes("defg"));

            // A reset may overtake the bytes before it, so what the client sees is "de" or less; never the rest.
            assertThatThrownBy(() -> new DataInputStream(client.getInputStream()).readFully(new byte[3]))
                    .isInstanceOf(IOException.class);
            assertThat(server.received()).isEqualTo(bytes("abcdefg"));
        }
    }

    @Test
    void aCutOfTheRequestLetsExactlySoManyBytesReachTheServer() throws IOException {
        try (Socket client = connect()) {
            ask(client, "known");
            proxy.cutAfter(Direction.TO_SERVER, 3);
            assertThat(proxy.isCutDue(Direction.TO_SERVER)).isTrue();
            send(client, bytes("half of it"));

            assertThatThrownBy(() -> new DataInputStream(client.getInputStream()).readFully(new byte[10]))
                    .isInstanceOf(IOException.class);
            await().untilAsserted(() -> assertThat(server.received()).isEqualTo(bytes("knownhal")));
            await().until(() -> proxy.connections() == 0);
            assertThat(server.received()).isEqualTo(bytes("knownhal"));
            assertThat(proxy.isCutDue(Direction.TO_SERVER)).isFalse();
        }
    }

    @Test
    void aServerThatIsNotThereResetsTheClient() throws IOException {
        server.close();
        try (Socket client = connect()) {
            assertThatThrownBy(() -> {
                        if (client.getInputStream().read() == -1) {
                            throw new SocketException("ended in good order");
                        }
                    })
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    private Socket connect() throws IOException {
        return new Socket(proxy.address().getAddress(), proxy.port());
    }

    private static void ask(Socket client, String text) throws IOException {
        send(client, bytes(text));
        byte[] answer = new byte[text.length()];
        new DataInputStream(client.getInputStream()).readFully(answer);
        assertThat(answer).isEqualTo(bytes(text));
    }

    private static void send(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new AssertionError("The proxy did not take the bytes", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
