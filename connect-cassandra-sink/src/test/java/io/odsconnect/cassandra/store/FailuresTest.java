package io.odsconnect.cassandra.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.DefaultWriteType;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import com.datastax.oss.driver.api.core.type.DataTypes;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.cassandra.mapping.TestTable;
import io.odsconnect.common.sink.Outcome;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static final CqlTable CARD =
            new TestTable("bank.card").partitionKey("id", DataTypes.INT).table();

    /** The driver's exceptions hold the node, and nobody here asks it anything. */
    private static final Node NODE = (Node) Proxy.newProxyInstance(
            FailuresTest.class.getClassLoader(), new Class<?>[] {Node.class}, (proxy, method, arguments) -> null);

    @Test
    void whatPassesIsTriedAgain() {
        for (Throwable failure : List.of(
                new WriteTimeoutException(NODE, DefaultConsistencyLevel.LOCAL_QUORUM, 1, 2, DefaultWriteType.SIMPLE),
                new UnavailableException(NODE, DefaultConsistencyLevel.LOCAL_QUORUM, 2, 1),
                new OverloadedException(NODE),
                new DriverTimeoutException("Query timed out after PT2S"),
                new NoNodeAvailableException(),
                new ClosedConnectionException("Lost connection to remote peer"),
                new IllegalStateException("unheard of"))) {
            assertThat(outcome(failure)).isInstanceOfSatisfying(Outcome.Retry.class, retry -> {
                assertThat(retry.reason())
                        .startsWith("a write to table bank.card failed: "
                                + failure.getClass().getSimpleName());
                assertThat(retry.cause()).isSameAs(failure);
            });
        }
    }

    @Test
    void aWriteThatIsWrongIsRejected() {
        for (Throwable failure : List.of(
                new InvalidQueryException(NODE, "Key may not be empty"),
                new SyntaxError(NODE, "line 1:0"),
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
    void aRightThatIsMissingIsWaitedForSinceNoRowIsToBlame() {
        assertThat(outcome(new UnauthorizedException(NODE, "User ods has no MODIFY permission")))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(retry.reason()).contains("table bank.card", "grant"));
    }

    private static Outcome outcome(Throwable failure) {
        return Failures.outcome(CARD, failure);
    }
}
