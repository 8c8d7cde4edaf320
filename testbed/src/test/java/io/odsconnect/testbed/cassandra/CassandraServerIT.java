package io.odsconnect.testbed.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import io.odsconnect.testbed.process.PortThief;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CassandraServerIT {

    private static final String KEYSPACE =
            "create keyspace ods with replication = {'class': 'SimpleStrategy', 'replication_factor': 1}";

    @Test
    void aDurableNodeKeepsEveryAcknowledgedRowOverAKill() {
        try (CassandraServer server = CassandraServer.embedded(CassandraOptions.PLAIN.withDurability())) {
            server.start();
            try (CqlSession session = session(server).build()) {
                session.execute(KEYSPACE);
                session.execute("create table ods.card (id int primary key, status text)");
                for (int id = 0; id < 500; id++) {
                    session.execute("insert into ods.card (id, status) values (" + id + ", 'open')");
                }
                server.kill();
            }
            server.restart();
            try (CqlSession session = session(server).build()) {
                Row count = Objects.requireNonNull(
                        session.execute("select count(*) from ods.card").one());
                assertThat(count.getLong(0)).isEqualTo(500);
                Row release = Objects.requireNonNull(session.execute("select release_version from system.local")
                        .one());
                assertThat(release.getString(0)).startsWith("5.0");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aPortThatAnotherProgramTakesIsReplaced(int port) throws Exception {
        assertThat(PortThief.steal(new CassandraProgram(CassandraOptions.PLAIN), port))
                .hasSize(2);
    }

    @Test
    void aLoginIsAskedForWhereItIsConfiguredAndStaysAfterARestart() {
        try (CassandraServer server = CassandraServer.embedded(CassandraOptions.PLAIN.withLogin())) {
            server.start();
            assertThatThrownBy(() -> session(server).build().close()).isInstanceOf(AllNodesFailedException.class);
            try (CqlSession session = session(server)
                    .withAuthCredentials("cassandra", "cassandra")
                    .build()) {
                session.execute("create role ods with password = 'x' and login = true");
            }
            server.kill();
            server.restart();
            try (CqlSession session =
                    session(server).withAuthCredentials("ods", "x").build()) {
                assertThat(session.getMetadata().getNodes()).hasSize(1);
            }
        }
    }

    private static CqlSessionBuilder session(CassandraServer server) {
        return CqlSession.builder()
                .addContactPoint(server.contactPoint())
                .withLocalDatacenter(server.localDatacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ZERO)
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(30))
                        .build());
    }
}
