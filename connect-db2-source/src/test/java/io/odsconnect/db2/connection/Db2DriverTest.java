package io.odsconnect.db2.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class Db2DriverTest {

    @Test
    void withoutTheDriverTheErrorSaysWhichJarToPutWhere() {
        ClassLoader withoutDriver = new ClassLoader(ClassLoader.getPlatformClassLoader()) {};
        assertThatThrownBy(() -> Db2Driver.load(withoutDriver))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("com.ibm.db2.jcc.DB2Driver")
                .hasMessageContaining("db2jcc4.jar")
                .hasMessageContaining("lib/")
                .hasMessageContaining("restart the workers");
    }

    @Test
    void anAddressIsToldWithoutItsSecrets() {
        Db2Address address =
                new Db2Address("::1", 446, "ODS", "app", "topsecret", Map.of("sslTrustStorePassword", "s"));
        assertThat(address.url()).isEqualTo("jdbc:db2://[::1]:446/ODS");
        assertThat(address.toString()).isEqualTo("database ODS at ::1:446");
    }
}
