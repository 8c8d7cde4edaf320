package io.odsconnect.cassandra.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.fasterxml.jackson.core.JsonParseException;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import java.net.SocketException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpeningFailuresTest {

    private final CassandraSinkConfig config = new CassandraSinkConfig(Map.of(
            "name", "cards",
            "topics", "ods.BANK.CARD",
            "table.template", "bank.card",
            "cassandra.local.datacenter", "dc1"));

    @Test
    void aConnectionThatIsCutWhileTheSessionIsOpenedMayBeThereNextTime() {
        RuntimeException cut =
                new ClosedConnectionException("Unexpected error on channel", new SocketException("reset"));
        ConnectionProblem problem = OpeningFailures.problem(config, cut);
        assertThat(problem.mayPass()).isTrue();
        assertThat(problem).hasMessageContaining("Unexpected error on channel");
    }

    @Test
    void whatTheDriverCannotReadDoesNotPass() {
        assertThat(OpeningFailures.problem(config, new IllegalArgumentException("No such policy"))
                        .mayPass())
                .isFalse();
    }

    /** The bundle may be any file that the worker can read, and what parses it quotes what it finds there. */
    @Test
    void whatAParserQuotesIsNotToldNorLogged() {
        RuntimeException quoting = new IllegalStateException(
                "Cannot construct cloud config: Unrecognized token 'S3CRET'",
                new JsonParseException(null, "Unrecognized token 'S3CRET'"));

        ConnectionProblem problem = OpeningFailures.problem(config, quoting);

        assertThat(problem.mayPass()).isFalse();
        assertThat(problem)
                .hasMessage("Cannot open a session to Cassandra: the file is not written as the driver expects it.")
                .hasNoCause();
    }
}
