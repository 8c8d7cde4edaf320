package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.odsconnect.testbed.db2.Db2Server;
import io.odsconnect.testbed.fault.TlsFront;
import io.odsconnect.testbed.process.FreePorts;
import io.odsconnect.testbed.redis.RedisCertificates;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to the server that the other tests do not take: through TLS, by another address, with few privileges. */
class ConnectionIT extends Db2TestBase {

    @BeforeAll
    static void makeTable() throws Exception {
        sql("CREATE TABLE WAY.CARD (ID INTEGER NOT NULL PRIMARY KEY)", "INSERT INTO WAY.CARD VALUES (7)");
    }

    @Test
    void aServerIsReadThroughTlsWithItsCertificateChecked(@TempDir Path folder) throws Exception {
        RedisCertificates certificates = RedisCertificates.create(folder);
        try (TlsFront front = TlsFront.of(certificates.context(), new InetSocketAddress(DB2.host(), DB2.port()))) {
            Map<String, String> config = config("WAY\\.CARD", "snapshot.mode", "initial_only");
            config.put("database.port", Integer.toString(front.port()));
            config.put("connection.property.sslConnection", "true");
            assertThat(ValidationIT.errors(config))
                    .as("a certificate of an authority that nobody knows")
                    .singleElement()
                    .asString()
                    .startsWith("database.hostname:");

            config.put(
                    "connection.property.sslCertLocation",
                    certificates.authority().toString());
            assertThat(ValidationIT.errors(config)).isEmpty();
            try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
                assertThat(task.until(1)).hasSize(1);
            }
        }
    }

    @Test
    void theAlternateServerIsReadWhereTheFirstOneIsGone() throws Exception {
        Map<String, String> config = config("WAY\\.CARD", "snapshot.mode", "initial_only");
        config.put("database.port", Integer.toString(FreePorts.next()));
        config.put("connection.property.clientRerouteAlternateServerName", DB2.host());
        config.put("connection.property.clientRerouteAlternatePortNumber", Integer.toString(DB2.port()));
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            assertThat(task.until(1)).hasSize(1);
        }
    }

    @Test
    void aLoginThatMayNotReadATableIsToldWhatToGrant() throws Exception {
        assumeThat(System.getProperty(Db2Server.PROPERTY))
                .as("users are made as Derby makes them")
                .isNull();
        sql(
                "CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.user.reader', 'secret')",
                "CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.database.sqlAuthorization', 'true')");
        DB2.restart();
        // What the stand-in has for Db2's special registers, which every login may read.
        sql(
                "GRANT EXECUTE ON FUNCTION CAPTURE_STANDIN.NOW TO PUBLIC",
                "GRANT EXECUTE ON FUNCTION CAPTURE_STANDIN.TIMEZONE TO PUBLIC");
        Map<String, String> config = config("WAY\\.CARD", "snapshot.mode", "initial_only");
        config.put("database.user", "reader");
        config.put("database.password", "secret");
        assertThat(ValidationIT.errors(config))
                .singleElement()
                .asString()
                .contains("login reader may not read table WAY.CARD", "GRANT SELECT ON WAY.CARD TO USER reader")
                .doesNotContain("secret");

        sql("GRANT SELECT ON WAY.CARD TO reader");
        assertThat(ValidationIT.errors(config)).isEmpty();
    }
}
