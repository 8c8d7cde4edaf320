package io.odsconnect.testbed.redis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with a server, to set it up and to ask how it is: one command, one answer.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">The protocol (RESP2)</a>
 */
public final class RedisTalk implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;

    private RedisTalk(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Connects and logs in as the options have it. */
    static RedisTalk with(InetSocketAddress address, RedisOptions options) {
        try {
            RedisCertificates tls = options.tls();
            Socket socket = tls == null
                    ? new Socket(address.getAddress(), address.getPort())
                    : tls.context().getSocketFactory().createSocket(address.getAddress(), address.getPort());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            RedisTalk talk = new RedisTalk(socket);
            if (options.password() != null) {
                talk.run("AUTH", options.user() == null ? "default" : options.user(), options.password());
            }
            return talk;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a command and returns its answer: a String, a Long, a List of these, or null.
     *
     * @throws IllegalStateException if the answer is an error; its message is the server's
     * @throws UncheckedIOException if the connection fails
     */
    public @Nullable Object run(String... command) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(("*" + command.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            for (String word : command) {
                byte[] text = word.getBytes(StandardCharsets.UTF_8);
                bytes.writeBytes(("$" + text.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
                bytes.writeBytes(text);
                bytes.writeBytes(new byte[] {'\r', '\n'});
            }
            socket.getOutputStream().write(bytes.toByteArray());
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command whose answer is text. */
    public String text(String... command) {
        return String.valueOf(run(command));
    }

    private @Nullable Object answer() throws IOException {
        int kind = in.readByte();
        String line = line();
        return switch (kind) {
            case '+' -> line;
            case ':' -> Long.parseLong(line);
            case '$' -> bulk(Integer.parseInt(line));
            case '*' -> list(Integer.parseInt(line));
            case '-' -> throw new IllegalStateException(line);
            default -> throw new IllegalStateException("No answer of RESP2 begins with byte " + kind);
        };
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readByte(); next != '\r'; next = in.readByte()) {
            line.append((char) next);
        }
        in.readByte();
        return line.toString();
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length);
        in.readShort();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private @Nullable List<@Nullable Object> list(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        List<@Nullable Object> list = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            list.add(answer());
        }
        return list;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
