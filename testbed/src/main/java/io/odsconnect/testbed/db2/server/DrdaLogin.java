package io.odsconnect.testbed.db2.server;

import io.odsconnect.testbed.db2.server.DrdaMessage.Parameter;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The first messages of a DRDA connection, changed where Derby and the IBM driver would turn each other away. */
final class DrdaLogin {

    private static final int ACCSEC = 0x106D;
    private static final int ACCSECRD = 0x14AC;
    private static final int ACCRDB = 0x2001;
    private static final int RDBNAM = 0x2110;
    private static final int PRDID = 0x112E;
    private static final int SECMEC = 0x11A2;
    private static final int SECCHKCD = 0x11A4;
    private static final int SECTKN = 0x11DC;

    /** A parameter of ACCSEC that the driver sends and Derby does not know. */
    private static final int NEWER_THAN_DERBY = 0x1909;

    /** The security mechanism of user and password in clear. */
    private static final ByteBuffer USER_AND_PASSWORD = ByteBuffer.wrap(new byte[] {0, 3});

    /** The product id of Derby's own client: Derby speaks its newest dialect to no other. */
    private static final String DERBY_CLIENT = "DNC10010";

    private static final Charset EBCDIC = Charset.forName("IBM500");
    private static final byte EBCDIC_J = EBCDIC.encode("J").get(0);

    private DrdaLogin() {}

    /** Passes the driver's requests on, up to the one that opens the database or the end of the connection. */
    static void passRequests(DataInputStream driver, OutputStream derby) throws IOException {
        boolean again = false;
        for (DrdaMessage message = DrdaMessage.read(driver); message != null; message = DrdaMessage.read(driver)) {
            int codePoint = message.codePoint();
            DrdaMessage mended = switch (codePoint) {
                case ACCSEC -> mendAccessSecurity(message, again);
                case ACCRDB -> mendAccessDatabase(message);
                default -> message;
            };
            again = again || codePoint == ACCSEC;
            derby.write(mended.bytes());
            if (codePoint == ACCRDB || driver.available() == 0) {
                derby.flush();
            }
            if (codePoint == ACCRDB) {
                return;
            }
        }
    }

    /** Passes Derby's replies on, up to the one that agrees on how to log in or the end of the connection. */
    static void passReplies(DataInputStream derby, OutputStream driver) throws IOException {
        for (DrdaMessage message = DrdaMessage.read(derby); message != null; message = DrdaMessage.read(derby)) {
            boolean security = message.codePoint() == ACCSECRD;
            driver.write((security ? mendSecurityReply(message) : message).bytes());
            boolean agreed =
                    security && message.parameters().stream().noneMatch(parameter -> parameter.codePoint() == SECCHKCD);
            if (agreed || derby.available() == 0) {
                driver.flush();
            }
            if (agreed) {
                return;
            }
        }
    }

    /**
     * The driver asks again after it was shown another mechanism, with what it sent the first time: with a key that
     * the other mechanism does not take, and with the database's name in EBCDIC, though by then UTF-8 is agreed on.
     */
    private static DrdaMessage mendAccessSecurity(DrdaMessage message, boolean again) {
        return message.with(message.parameters().stream()
                .filter(parameter -> parameter.codePoint() != NEWER_THAN_DERBY)
                .filter(parameter -> !again || parameter.codePoint() != SECTKN)
                .map(parameter -> again && parameter.codePoint() == RDBNAM ? inUtf8(parameter) : parameter)
                .toList());
    }

    private static Parameter inUtf8(Parameter ebcdic) {
        String value = EBCDIC.decode(ebcdic.value().duplicate()).toString();
        return new Parameter(ebcdic.codePoint(), StandardCharsets.UTF_8.encode(value));
    }

    private static DrdaMessage mendAccessDatabase(DrdaMessage message) {
        return message.with(message.parameters().stream()
                .map(parameter -> parameter.codePoint() == PRDID ? derbyClient(parameter) : parameter)
                .toList());
    }

    private static Parameter derbyClient(Parameter driver) {
        Charset charset = driver.value().get(0) == EBCDIC_J ? EBCDIC : StandardCharsets.UTF_8;
        return new Parameter(PRDID, charset.encode(DERBY_CLIENT));
    }

    /**
     * Of the mechanisms that Derby lists, the driver is shown the one it is to take. Its own choice, an encrypted
     * password, needs a key that is too short for today's JDKs, and it does not read a list.
     */
    private static DrdaMessage mendSecurityReply(DrdaMessage message) {
        List<Parameter> parameters = new ArrayList<>(message.parameters());
        if (parameters.stream().anyMatch(DrdaLogin::isUserAndPassword)) {
            parameters.removeIf(parameter -> parameter.codePoint() == SECMEC && !isUserAndPassword(parameter));
        }
        return message.with(parameters);
    }

    private static boolean isUserAndPassword(Parameter parameter) {
        return parameter.codePoint() == SECMEC && parameter.value().equals(USER_AND_PASSWORD);
    }
}
