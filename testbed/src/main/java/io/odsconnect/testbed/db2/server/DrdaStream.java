package io.odsconnect.testbed.db2.server;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/**
 * The messages of a DRDA connection after its login, passed on one by one. A message of several segments, which only large
 * data has, is passed as it is.
 */
final class DrdaStream {

    private static final int LENGTH = 2;
    private static final int CONTINUED = 0x8000;
    private static final int LONGEST = 0x7FFF;

    private DrdaStream() {}

    /** Passes messages on up to the end of the stream, each as {@code mend} makes it. */
    static void pass(DataInputStream in, OutputStream out, UnaryOperator<byte[]> mend) throws IOException {
        for (int length = length(in); length >= 0; length = length(in)) {
            if (length >= CONTINUED) {
                passSegments(in, out, length);
            } else {
                byte[] message = new byte[length];
                ByteBuffer.wrap(message).putShort((short) length);
                in.readFully(message, LENGTH, length - LENGTH);
                byte[] mended = mend.apply(message);
                out.write(mended.length <= LONGEST ? mended : message);
            }
            if (in.available() == 0) {
                out.flush();
            }
        }
        out.flush();
    }

    private static void passSegments(DataInputStream in, OutputStream out, int first) throws IOException {
        int length = first;
        while (true) {
            byte[] segment = new byte[length & LONGEST];
            ByteBuffer.wrap(segment).putShort((short) length);
            in.readFully(segment, LENGTH, segment.length - LENGTH);
            out.write(segment);
            if (length < CONTINUED) {
                return;
            }
            length = length(in);
            if (length < 0) {
                throw new EOFException("A DRDA message has no end");
            }
        }
    }

    private static int length(DataInputStream in) throws IOException {
        int high = in.read();
        return high < 0 ? -1 : high << 8 | in.readUnsignedByte();
    }
}
