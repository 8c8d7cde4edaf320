package io.odsconnect.testbed.aerospike;

import io.odsconnect.testbed.aerospike.command.InfoCommands;
import io.odsconnect.testbed.aerospike.command.RecordCommands;
import io.odsconnect.testbed.aerospike.command.Refusals;
import io.odsconnect.testbed.aerospike.wire.Frame;
import io.odsconnect.testbed.aerospike.wire.MalformedException;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import io.odsconnect.testbed.aerospike.wire.Utf8;
import io.odsconnect.testbed.aerospike.wire.WireReader;
import io.odsconnect.testbed.aerospike.wire.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.Consumer;

/** Reads the messages of one client and answers each before the next. */
final class ClientConnection {

    private static final int KEPT_BODY = 1 << 20;

    private final InputStream in;
    private final OutputStream client;
    private final RecordCommands records;
    private final InfoCommands info;
    private final Refusals refusals;
    private final Consumer<String> log;
    private final WireWriter out = new WireWriter();
    private final byte[] header = new byte[Frame.SIZE];
    private byte[] kept = new byte[16 * 1024];

    ClientConnection(Socket socket, RecordCommands records, InfoCommands info, Refusals refusals, Consumer<String> log)
            throws IOException {
        socket.setTcpNoDelay(true);
        this.in = socket.getInputStream();
        this.client = socket.getOutputStream();
        this.records = records;
        this.info = info;
        this.refusals = refusals;
        this.log = log;
    }

    /**
     * Serves until the client goes.
     *
     * @throws IOException when it is gone in the middle of a message
     */
    void run() throws IOException {
        try {
            while (in.readNBytes(header, 0, header.length) == header.length) {
                Frame frame = Frame.read(new WireReader(header));
                byte[] body = frame.length() <= kept.length ? kept : room(frame.length());
                if (in.readNBytes(body, 0, frame.length()) < frame.length()) {
                    return;
                }
                answer(frame.type(), new WireReader(body, 0, frame.length()));
            }
        } catch (MalformedException e) {
            log.accept("Closed a connection that does not keep to the protocol: " + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            log.accept("Closed a connection because of a mistake in this stand-in: " + e);
            throw e;
        }
    }

    private byte[] room(int length) {
        byte[] room = new byte[length];
        if (length <= KEPT_BODY) {
            kept = room;
        }
        return room;
    }

    private void answer(int type, WireReader body) throws IOException {
        switch (type) {
            case Frame.MESSAGE -> records.run(body, out, client);
            case Frame.INFO -> send(type, Utf8.bytes(info.answer(body.text(body.remaining()))));
            case Frame.SECURITY -> {
                ResultCode login = refusals.login();
                if (login == ResultCode.SECURITY_NOT_SUPPORTED) {
                    log.accept("Refused: a login; the Community Edition knows no users");
                }
                body.skip(LoginAnswer.COMMAND);
                send(type, LoginAnswer.of(body.u8(), login));
            }
            case Frame.COMPRESSED -> {
                log.accept("Refused: a compressed message; the Community Edition knows none");
                records.refuse(ResultCode.ENTERPRISE_ONLY, out, client);
            }
            default -> throw new MalformedException("A message of type " + type);
        }
    }

    private void send(int type, byte[] answer) throws IOException {
        int frame = Frame.begin(out);
        out.put(answer);
        Frame.end(out, frame, type);
        out.sendTo(client);
    }
}
