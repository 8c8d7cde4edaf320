package io.odsconnect.cassandra.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.connection.HeartbeatException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.AlreadyExistsException;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.CASWriteUnknownException;
import com.datastax.oss.driver.api.core.servererrors.CDCWriteFailureException;
import com.datastax.oss.driver.api.core.servererrors.DefaultWriteType;
import com.datastax.oss.driver.api.core.servererrors.FunctionFailureException;
import com.datastax.oss.driver.api.core.servererrors.InvalidConfigurationInQueryException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ProtocolError;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.TruncateException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteFailureException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import com.datastax.oss.driver.api.core.type.DataTypes;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.cassandra.mapping.TestTable;
import io.odsconnect.common.sink.Outcome;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static final CqlTable CARD =
            new TestTable("bank.card").partitionKey("id", DataTypes.INT).table();

    /** The driver's exceptions hold the node, and nobody here asks it more than who it is. */
    private static final Node NODE = (Node) Proxy.newProxyInstance(
            FailuresTest.class.getClassLoader(),
            new Class<?>[] {Node.class},
            (proxy, method, arguments) -> method.getName().equals("hashCode") ? 1 : null);

    private static final ConsistencyLevel LEVEL = DefaultConsistencyLevel.LOCAL_QUORUM;

    @Test
    void whatPassesIsTriedAgain() {
        for (Throwable failure : List.of(
                new OverloadedException(NODE),
                new UnavailableException(NODE, LEVEL, 2, 1),
                new WriteTimeoutException(NODE, LEVEL, 1, 2, DefaultWriteType.SIMPLE),
                new ReadTimeoutException(NODE, LEVEL, 1, 2, false),
                new WriteFailureException(NODE, LEVEL, 1, 2, DefaultWriteType.SIMPLE, 1, Map.of()),
                new ReadFailureException(NODE, LEVEL, 1, 2, 1, false, Map.of()),
                new CASWriteUnknownException(NODE, LEVEL, 1, 2),
                new CDCWriteFailureException(NODE, "CDC space is full"),
                new BootstrappingException(NODE),
                new TruncateException(NODE, "timed out"),
                new ServerError(NODE, "java.lang.AssertionError"),
                new ProtocolError(NODE, "Unexpected message"),
                // The table is another at each of the two nodes for a moment.
                new IllegalStateException("ID mismatch while trying to reprepare (expected 1, got 2)"),
                new DriverTimeoutException("Query timed out after PT2S"),
                new RequestThrottlingException("too many"),
                new NoNodeAvailableException(),
                new NodeUnavailableException(NODE),
                new BusyConnectionException(1024),
                new HeartbeatException(new InetSocketAddress(0), "Heartbeat request: timed out", null),
                new ClosedConnectionException("Lost connection to remote peer"),
                new UnauthorizedException(
                        NODE, "Unable to perform authorization of permissions: Cannot achieve consistency level"),
                new IllegalStateException("unheard of"))) {
            assertThat(outcome(new CompletionException(failure)))
                    .as(failure.getClass().getSimpleName())
                    .isInstanceOfSatisfying(Outcome.Retry.class, retry -> {
                        assertThat(retry.reason())
                                .startsWith("a write to table bank.card failed: "
                                        + failure.getClass().getSimpleName());
                        assertThat(retry.cause()).isSameAs(failure);
                    });
        }
    }

    @Test
    void ofManyNodesThatFailedOneIsQuoted() {
        AllNodesFailedException failure =
                AllNodesFailedException.fromErrors(List.of(Map.entry(NODE, new OverloadedException(NODE))));

        assertThat(outcome(failure))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class,
                        retry -> assertThat(retry.reason())
                                .contains("AllNodesFailedException, from 1, such as OverloadedException"));
    }

    @Test
    void aWriteThatIsWrongIsRejected() {
        for (Throwable failure : List.of(
                new InvalidQueryException(NODE, "Key may not be empty"),
                new FrameTooLongException(new InetSocketAddress(0), "too long"))) {
            assertThat(outcome(new CompletionException(failure)))
                    .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                        assertThat(rejected.reason()).contains("table bank.card", String.valueOf(failure.getMessage()));
                        assertThat(rejected.cause()).isNull();
                    });
        }
    }

    @Test
    void theKeyInTheServersWordsOnALargeRowIsNotTold() {
        InvalidQueryException failure = new InvalidQueryException(
                NODE,
                "Rejected an oversized mutation (5242993/4194304) for keyspace: bank. Top keys are: card.4111 5242993");

        assertThat(outcome(failure))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason())
                                .contains("max_mutation_size")
                                .doesNotContain("4111"));
    }

    @Test
    void whatIsNoRowsFaultFailsTheTask() {
        for (Throwable failure : List.of(
                new SyntaxError(NODE, "line 1:0"),
                new InvalidConfigurationInQueryException(NODE, "no such strategy"),
                new AlreadyExistsException(NODE, "bank", "card"),
                new FunctionFailureException(NODE, "a function of the table failed"),
                new InvalidQueryException(NODE, "table card does not exist"),
                new InvalidQueryException(NODE, "keyspace bank does not exist"),
                new InvalidQueryException(NODE, "unconfigured table card"))) {
            assertThat(outcome(failure)).isInstanceOfSatisfying(Outcome.Fatal.class, fatal -> {
                assertThat(fatal.reason()).contains("table bank.card", String.valueOf(failure.getMessage()));
                assertThat(fatal.cause()).isSameAs(failure);
            });
        }
    }

    @Test
    void whatOneNodeMissesThoughItIsInTheSchemaIsTriedAgain() {
        for (String message : List.of("table card does not exist", "Undefined column name city in table bank.card")) {
            assertThat(Failures.outcome(CARD, new InvalidQueryException(NODE, message), true))
                    .isInstanceOfSatisfying(
                            Outcome.Retry.class,
                            retry -> assertThat(retry.reason())
                                    .contains("do not agree yet on table bank.card", message));
        }
    }

    @Test
    void aRightThatIsMissingFailsTheTaskAndIsNamedWithTableAndRole() {
        assertThat(outcome(new UnauthorizedException(
                        NODE, "User ods has no MODIFY permission on <table bank.card> or any of its parents")))
                .isInstanceOfSatisfying(
                        Outcome.Fatal.class,
                        fatal -> assertThat(fatal.reason()).contains("User ods", "GRANT MODIFY ON bank.card TO"));
    }

    private static Outcome outcome(Throwable failure) {
        return Failures.outcome(CARD, failure, false);
    }
}
