package io.odsconnect.testbed.db2.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Db2DialectTest {

    @Test
    void aSpecialRegisterBecomesAFunctionAndLengthsFollow() throws IOException {
        String sql = "select current timezone, 'current timezone' from T";
        for (byte[] form : new byte[][] {{0}, {(byte) 0xFF, 0}}) {
            byte[] mended = passed(statement(form, sql));
            assertThat(ByteBuffer.wrap(mended).getShort(0)).isEqualTo((short) mended.length);
            assertThat(ByteBuffer.wrap(mended).getShort(6)).isEqualTo((short) (mended.length - 6));
            String expected = "select CAPTURE_STANDIN.TIMEZONE(), 'current timezone' from T";
            int length = ByteBuffer.wrap(mended).getInt(10 + form.length);
            assertThat(new String(mended, 14 + form.length, length, StandardCharsets.UTF_8))
                    .isEqualTo(expected);
        }
        byte[] definition = statement(new byte[] {0}, "create table T (AT timestamp default current timezone)");
        assertThat(passed(definition)).isEqualTo(definition);
    }

    @Test
    void derbysCodesBecomeDb2s() {
        ByteBuffer reply = ByteBuffer.allocate(30);
        reply.putShort(0, (short) 30).putShort(6, (short) 24).putShort(8, (short) 0x2408);
        reply.putInt(11, -20001).put(15, "42X05".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer mended = ByteBuffer.wrap(Db2Dialect.reply(reply.array()));
        assertThat(mended.getInt(11)).isEqualTo(-204);
        assertThat(new String(mended.array(), 15, 5, StandardCharsets.US_ASCII)).isEqualTo("42704");
    }

    @Test
    void aMessageOfSeveralSegmentsIsPassedAsItIs() throws IOException {
        ByteBuffer segments = ByteBuffer.allocate(0x7FFF + 12);
        segments.putShort(0, (short) 0xFFFF).putShort(0x7FFF, (short) 12);
        assertThat(passed(segments.array())).isEqualTo(segments.array());
    }

    private static byte[] passed(byte[] messages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DrdaStream.pass(new DataInputStream(new ByteArrayInputStream(messages)), out, Db2Dialect::request);
        return out.toByteArray();
    }

    private static byte[] statement(byte[] indicators, String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = ByteBuffer.allocate(10 + indicators.length + 4 + text.length + 2 - indicators.length);
        message.putShort((short) message.capacity()).putInt(0xD0030001).putShort((short) (message.capacity() - 6));
        message.putShort((short) 0x2414).put(indicators).putInt(text.length).put(text);
        while (message.hasRemaining()) {
            message.put((byte) 0xFF);
        }
        return message.array();
    }
}
