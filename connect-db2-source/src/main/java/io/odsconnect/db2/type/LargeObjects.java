package io.odsconnect.db2.type;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import org.jspecify.annotations.Nullable;

/** Reads CLOB, DBCLOB, XML and BLOB: whole, or up to a size, and then no more than that is brought into memory. */
final class LargeObjects {

    private static final int BUFFER = 8192;

    private final LobLimit limit;

    LargeObjects(LobLimit limit) {
        this.limit = limit;
    }

    /** Returns the reader of CLOB, DBCLOB and XML. */
    ColumnReader text() {
        return limit.exists() ? this::limitedText : (rows, i) -> rows.getString(i);
    }

    /** Returns the reader of BLOB. */
    ColumnReader bytes() {
        return limit.exists() ? this::limitedBytes : (rows, i) -> rows.getBytes(i);
    }

    private @Nullable Object limitedText(ResultSet rows, int index) throws SQLException {
        try (Reader reader = rows.getCharacterStream(index)) {
            if (reader == null) {
                return null;
            }
            StringBuilder text = new StringBuilder();
            char[] buffer = new char[BUFFER];
            int read = 0;
            while (read >= 0 && text.length() <= limit.max()) {
                read = reader.read(buffer, 0, (int) Math.min(BUFFER, limit.max() + 1L - text.length()));
                text.append(buffer, 0, Math.max(0, read));
            }
            if (text.length() <= limit.max()) {
                return text.toString();
            }
            requireCutting("characters");
            boolean split = limit.max() > 0 && Character.isHighSurrogate(text.charAt(limit.max() - 1));
            return new CutValue(text.substring(0, split ? limit.max() - 1 : limit.max()));
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private @Nullable Object limitedBytes(ResultSet rows, int index) throws SQLException {
        try (InputStream stream = rows.getBinaryStream(index)) {
            if (stream == null) {
                return null;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER];
            int read = 0;
            while (read >= 0 && bytes.size() < limit.max()) {
                read = stream.read(buffer, 0, Math.min(BUFFER, limit.max() - bytes.size()));
                bytes.write(buffer, 0, Math.max(0, read));
            }
            if (read < 0 || stream.read() < 0) {
                return bytes.toByteArray();
            }
            requireCutting("bytes");
            return new CutValue(bytes.toByteArray());
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void requireCutting(String unit) {
        if (!limit.cut()) {
            throw new UnreadableValueException("it is larger than the " + limit.max() + " " + unit
                    + " that lob.max.size allows, and lob.oversize.handling.mode=fail");
        }
    }

    /** The driver's streams tell of a lost connection by an IOException. */
    private static SQLException broken(IOException e) {
        return e.getCause() instanceof SQLException cause
                ? cause
                : new SQLRecoverableException("A large object could not be read to its end", "08006", e);
    }
}
