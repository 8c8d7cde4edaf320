package io.odsconnect.testbed.db2.server;

import io.odsconnect.testbed.db2.capture.ServerTime;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where Derby speaks another dialect than Db2: special registers in statements, and the codes of errors. */
final class Db2Dialect {

    private static final int HEADERS = 10;
    private static final int CODE_POINT = 8;
    private static final int SQLSTT = 0x2414;
    private static final int SQLCARD = 0x2408;

    /** The null indicator of a text that is not there. */
    private static final byte NULL = (byte) 0xFF;

    /** SQLCARD: a null indicator, SQLCODE and SQLSTATE. */
    private static final int SQLCODE = HEADERS + 1;

    private static final int SQLSTATE = SQLCODE + Integer.BYTES;
    private static final int SQLSTATE_LENGTH = 5;

    /** What Derby calls an error, and what Db2 does. */
    private static final Map<String, Code> CODES = Map.of(
            "42X05", new Code(-204, "42704"),
            "42Y07", new Code(-204, "42704"),
            "42X04", new Code(-206, "42703"),
            "42X14", new Code(-205, "42703"),
            "42X01", new Code(-104, "42601"));

    private static final Pattern SPECIAL_REGISTER = Pattern.compile(
            "('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")|\\bcurrent[ _](timestamp|timezone)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern STATEMENT = Pattern.compile(
            "\\s*(select|values|insert|update|delete|merge)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private record Code(int sqlcode, String sqlstate) {}

    private Db2Dialect() {}

    /**
     * Returns a message of the driver as Derby takes it. A statement is one of two texts, each a null indicator and, if it is
     * there, a length and the text in UTF-8.
     */
    static byte[] request(byte[] message) {
        if (codePoint(message) != SQLSTT) {
            return message;
        }
        int indicator = message.length > HEADERS && message[HEADERS] == NULL ? HEADERS + 1 : HEADERS;
        int lengthAt = indicator + 1;
        int textAt = lengthAt + Integer.BYTES;
        if (message.length < textAt || message[indicator] != 0) {
            return message;
        }
        ByteBuffer buffer = ByteBuffer.wrap(message);
        int length = buffer.getInt(lengthAt);
        if (length < 0 || textAt + length > message.length) {
            return message;
        }
        String sql = new String(message, textAt, length, StandardCharsets.UTF_8);
        String mended = STATEMENT.matcher(sql).matches() ? registers(sql) : sql;
        if (mended.equals(sql)) {
            return message;
        }
        byte[] text = mended.getBytes(StandardCharsets.UTF_8);
        int more = text.length - length;
        ByteBuffer changed = ByteBuffer.allocate(message.length + more);
        changed.put(message, 0, textAt).put(text).put(message, textAt + length, message.length - textAt - length);
        changed.putShort(0, (short) changed.capacity());
        changed.putShort(CODE_POINT - Short.BYTES, (short) (buffer.getShort(CODE_POINT - Short.BYTES) + more));
        changed.putInt(lengthAt, text.length);
        return changed.array();
    }

    private static String registers(String sql) {
        return SPECIAL_REGISTER.matcher(sql).replaceAll(match -> {
            @Nullable String register = match.group(2);
            if (register == null) {
                return Matcher.quoteReplacement(match.group());
            }
            if (register.toLowerCase(Locale.ROOT).equals("timezone")) {
                return "CAPTURE_STANDIN.TIMEZONE()";
            }
            // Derby's own, as long as it is right: it is the same all over a statement, as in Db2.
            return ServerTime.isSet() ? "CAPTURE_STANDIN.NOW()" : match.group();
        });
    }

    /** Returns a message of Derby as Db2 would send it. */
    static byte[] reply(byte[] message) {
        if (codePoint(message) != SQLCARD || message.length < SQLSTATE + SQLSTATE_LENGTH || message[HEADERS] != 0) {
            return message;
        }
        String state = new String(message, SQLSTATE, SQLSTATE_LENGTH, StandardCharsets.US_ASCII);
        @Nullable Code code = CODES.get(state);
        if (code != null) {
            ByteBuffer.wrap(message)
                    .putInt(SQLCODE, code.sqlcode())
                    .put(SQLSTATE, code.sqlstate().getBytes(StandardCharsets.US_ASCII));
        }
        return message;
    }

    private static int codePoint(byte[] message) {
        return message.length < HEADERS ? -1 : ByteBuffer.wrap(message).getShort(CODE_POINT) & 0xFFFF;
    }
}
