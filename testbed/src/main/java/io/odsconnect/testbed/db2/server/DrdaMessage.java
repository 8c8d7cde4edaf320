package io.odsconnect.testbed.db2.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of DRDA: a request or a reply.
 *
 * <p>The format is that of The Open Group's DRDA, volume 3 (Distributed Data Management): a header of 6 bytes (length,
 * 0xD0, kind, correlation) and an object of a length and a code point, here one whose content is a list of parameters
 * of a length, a code point and a value each. All numbers are big-endian, lengths include themselves.
 */
final class DrdaMessage {

    private static final int DSS_HEADER = 6;
    private static final int DDM_HEADER = 4;

    private final byte[] bytes;

    private DrdaMessage(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A parameter of a message.
     *
     * @param codePoint what it is
     * @param value its value
     */
    record Parameter(int codePoint, ByteBuffer value) {}

    /** Reads a message; returns null at the end of the stream. */
    static @Nullable DrdaMessage read(DataInputStream in) throws IOException {
        int length = in.read() << 8 | in.read();
        if (length < 0) {
            return null;
        }
        if (length < DSS_HEADER + DDM_HEADER) {
            throw new IOException("Not a DRDA message: its length is " + length);
        }
        byte[] bytes = new byte[length];
        ByteBuffer.wrap(bytes).putShort((short) length);
        in.readFully(bytes, Short.BYTES, length - Short.BYTES);
        return new DrdaMessage(bytes);
    }

    /** Returns what it is. */
    int codePoint() {
        return unsigned(ByteBuffer.wrap(bytes), DSS_HEADER + Short.BYTES);
    }

    /** Returns the parameters. */
    List<Parameter> parameters() {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        List<Parameter> parameters = new ArrayList<>();
        for (int position = DSS_HEADER + DDM_HEADER; position < bytes.length; position += unsigned(all, position)) {
            ByteBuffer value = all.slice(position + DDM_HEADER, unsigned(all, position) - DDM_HEADER);
            parameters.add(new Parameter(unsigned(all, position + Short.BYTES), value));
        }
        return parameters;
    }

    /** Returns the same message with other parameters. */
    DrdaMessage with(List<Parameter> parameters) {
        int content = parameters.stream()
                .mapToInt(parameter -> DDM_HEADER + parameter.value().remaining())
                .sum();
        ByteBuffer changed = ByteBuffer.allocate(DSS_HEADER + DDM_HEADER + content);
        changed.put(bytes, 0, DSS_HEADER + DDM_HEADER);
        changed.putShort(0, (short) changed.capacity());
        changed.putShort(DSS_HEADER, (short) (DDM_HEADER + content));
        for (Parameter parameter : parameters) {
            changed.putShort((short) (DDM_HEADER + parameter.value().remaining()));
            changed.putShort((short) parameter.codePoint());
            changed.put(parameter.value().duplicate());
        }
        return new DrdaMessage(changed.array());
    }

    /** Returns the message as it is sent. */
    byte[] bytes() {
        return bytes;
    }

    private static int unsigned(ByteBuffer bytes, int position) {
        return bytes.getShort(position) & 0xFFFF;
    }
}
