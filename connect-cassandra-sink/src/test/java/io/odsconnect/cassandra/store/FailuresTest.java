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
import com.datastax.oss.driver.api.core.connection.ConnectionInitException;
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
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.cassandra.mapping.TestTable;
import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.expiry.ExpiryRule;
import io.odsconnect.common.expiry.ExpiryRule.Numbers;
import io.odsconnect.common.sink.Outcome;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static final CqlTable CARD =
            new TestTable("bank.card").partitionKey("id", DataTypes.INT).table();

    private static final CassandraWrite WRITE = write(null);
    private static final ExpiryRule NO_EXPIRY = ExpiryRule.NEVER;

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
                new IllegalStateException("Session is closed"),
                new RejectedExecutionException("event executor terminated"),
                new ConnectionInitException("Connection reset", null),
                new ClosedChannelException())) {
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
                assertThat(fatal.reason()).contains("able bank.card", String.valueOf(failure.getMessage()));
                assertThat(fatal.cause()).isSameAs(failure);
            });
        }
    }

    @Test
    void whatOneNodeMissesThoughItIsInTheSchemaIsTriedAgain() {
        for (String message : List.of("table card does not exist", "Undefined column name city in table bank.card")) {
            assertThat(Failures.outcome(WRITE, NO_EXPIRY, new InvalidQueryException(NODE, message), true)
                            .orElseThrow())
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

    @Test
    void ofWhatNeitherServerNorDriverNamesAsTheServersNothingIsSaid() {
        for (Throwable failure : List.of(
                new IllegalStateException("unheard of"),
                new IllegalArgumentException("a value that the driver cannot encode"),
                new NullPointerException(),
                new StackOverflowError())) {
            assertThat(Failures.outcome(WRITE, NO_EXPIRY, failure, false))
                    .as(failure.getClass().getSimpleName())
                    .isEmpty();
        }
    }

    /** The words are Cassandra's own, from 4.1 and 5.0: its guardrails, and what else it refuses a write for. */
    @Test
    void eachRefusalIsOfTheRowOrOfAllRows() {
        Map<String, Class<? extends Outcome>> words = new LinkedHashMap<>();
        words.put(
                "Guardrail replica_disk_usage violated: Write request failed because disk usage exceeds failure threshold",
                Outcome.Retry.class);
        words.put(
                "Guardrail local_data_disk_usage violated: Local data disk usage 98%(98) exceeds failure threshold of 90,"
                        + " will stop accepting writes",
                Outcome.Retry.class);
        for (String ofTheRow : List.of(
                "Guardrail column_value_size violated: Value of column 'body' has size 2MiB, this exceeds the failure"
                        + " threshold of 1MiB.",
                "Guardrail column_blob_value_size violated: Value of column 'body' has size 2MiB",
                "Guardrail collection_size violated: Detected collection tags of size 2MiB",
                "Guardrail items_per_collection violated: Detected collection tags with 9 items",
                "Guardrail sai_string_term_size violated: name has size 9",
                "Unable to write to denylisted partition [0x34313131] in bank/card",
                "Key may not be empty",
                "Key length of 70000 is longer than maximum of 65535",
                "The sum of all clustering columns is too long (70000 > 65535)",
                "Cannot index value of size 70000 for index i on bank.card(name) (maximum allowed size=65535)",
                "Expected 4 or 0 byte int (8)",
                "String didn't validate.",
                "Out of bound timestamp, must be in [-9223372036854775807, 9223372036854775807]",
                "ttl is too large. requested (630720001) maximum (630720000)")) {
            words.put(ofTheRow, Outcome.Rejected.class);
        }
        for (String ofAll : List.of(
                "Guardrail user_timestamps violated: User provided timestamps (USING TIMESTAMP) is not allowed",
                "Guardrail maximum_timestamp violated: The modification to table card has a timestamp 9 after the maximum",
                "Guardrail minimum_timestamp violated: The modification to table card has a timestamp 9 before the minimum",
                "Guardrail write_consistency_levels violated: Provided values [ONE] are not allowed for write consistency"
                        + " levels (disallowed values are: [ONE])",
                "Guardrail one_that_comes_later violated: it is not allowed",
                "consistency level EACH_QUORUM not compatible with replication strategy"
                        + " (org.apache.cassandra.locator.SimpleStrategy)",
                "Consistency level ONE is not supported for this operation. Supported consistency levels are:"
                        + " LOCAL_QUORUM",
                "Cannot directly modify a materialized view")) {
            words.put(ofAll, Outcome.Fatal.class);
        }
        words.forEach((message, outcome) -> assertThat(outcome(new InvalidQueryException(NODE, message)))
                .as(message)
                .isInstanceOf(outcome));
    }

    @Test
    void aLifetimeThatIsRefusedIsTheRowsWhereItsColumnToldItAndElseThatOfAll() {
        InvalidQueryException refused = new InvalidQueryException(
                NODE,
                "Request on table bank.card with ttl of 630720000 seconds exceeds maximum supported expiration date of"
                        + " 2038-01-19T03:14:06+00:00.");
        ExpiryRule both = new ExpiryRule(5000, "GOES", Numbers.DURATION_MILLIS);

        assertThat(Failures.outcome(write(Expiry.after(7000)), both, refused, false))
                .containsInstanceOf(Outcome.Rejected.class);
        assertThat(Failures.outcome(write(Expiry.after(5000)), both, refused, false))
                .containsInstanceOf(Outcome.Fatal.class);
        assertThat(Failures.outcome(write(null), both, refused, false)).containsInstanceOf(Outcome.Fatal.class);
    }

    @Test
    void aKeyInTheServersWordsIsNotTold() {
        for (String message : List.of(
                "Unable to write to denylisted partition [0x34313131] in bank/card",
                "Invalid value \"34313131\" for it",
                "Invalid value '34313131' for it")) {
            assertThat(outcome(new InvalidQueryException(NODE, message)))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(rejected.reason()).doesNotContain("34313131"));
        }
    }

    @Test
    void onlyWhatATableThatChangedMayExplainHasTheSchemaRead() {
        assertThat(Refusals.mayBeOfTheSchema("Undefined column name city in table bank.card"))
                .isTrue();
        assertThat(Refusals.mayBeOfTheSchema("Expected 4 or 0 byte int (8)")).isTrue();
        assertThat(Refusals.mayBeOfTheSchema("Key may not be empty")).isFalse();
        assertThat(Refusals.mayBeOfTheSchema("Guardrail column_value_size violated: Value of column 'body'"))
                .isFalse();
        assertThat(Refusals.mayBeOfTheSchema("Rejected an oversized mutation (5242993/4194304)"))
                .isFalse();
    }

    private static CassandraWrite write(@Nullable Expiry expiry) {
        ByteBuffer[] id = {ByteBuffer.allocate(4)};
        return CassandraWrite.of(CARD, 1, CassandraWrite.Kind.INSERT, id, expiry);
    }

    private static Outcome outcome(Throwable failure) {
        return Failures.outcome(WRITE, NO_EXPIRY, failure, false).orElseThrow();
    }
}
