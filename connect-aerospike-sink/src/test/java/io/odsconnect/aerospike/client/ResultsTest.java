package io.odsconnect.aerospike.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.aerospike.client.AerospikeException;
import com.aerospike.client.ResultCode;
import io.odsconnect.common.sink.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                ResultCode.TIMEOUT,
                ResultCode.DEVICE_OVERLOAD,
                ResultCode.KEY_BUSY,
                ResultCode.XDR_KEY_BUSY,
                ResultCode.PARTITION_UNAVAILABLE,
                ResultCode.CLUSTER_KEY_MISMATCH,
                ResultCode.SERVER_MEM_ERROR,
                ResultCode.SERVER_ERROR,
                ResultCode.BATCH_QUEUES_FULL,
                ResultCode.FAIL_FORBIDDEN,
                ResultCode.MRT_BLOCKED,
                ResultCode.LOST_CONFLICT,
                ResultCode.QUOTA_EXCEEDED,
                ResultCode.SERVER_NOT_AVAILABLE,
                ResultCode.INVALID_NODE_ERROR,
                ResultCode.NO_MORE_CONNECTIONS,
                ResultCode.MAX_ERROR_RATE,
                ResultCode.MAX_RETRIES_EXCEEDED,
                ResultCode.NO_RESPONSE,
                ResultCode.BIN_NAME_TOO_LONG,
                ResultCode.PARSE_ERROR
            })
    void whatTheServerCouldNotDoNowIsTriedAgain(int code) {
        assertThat(Results.of(code, false, null)).isInstanceOf(Outcome.Retry.class);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                ResultCode.RECORD_TOO_BIG,
                ResultCode.PARAMETER_ERROR,
                ResultCode.BIN_TYPE_ERROR,
                ResultCode.KEY_MISMATCH,
                ResultCode.SERIALIZE_ERROR
            })
    void aWriteThatTheServerNeverTakesIsABadRecord(int code) {
        assertThat(Results.of(code, false, null)).isInstanceOf(Outcome.Rejected.class);
    }

    @ParameterizedTest
    @CsvSource({
        ResultCode.ROLE_VIOLATION + ", read-write",
        ResultCode.NOT_AUTHENTICATED + ", aerospike.username",
        ResultCode.INVALID_USER + ", aerospike.username",
        ResultCode.INVALID_PASSWORD + ", aerospike.password",
        ResultCode.EXPIRED_PASSWORD + ", aerospike.password",
        ResultCode.INVALID_CREDENTIAL + ", aerospike.password",
        ResultCode.SECURITY_NOT_SUPPORTED + ", knows no users",
        ResultCode.NOT_WHITELISTED + ", address",
        ResultCode.ENTERPRISE_ONLY + ", durable.delete=false",
        ResultCode.UNSUPPORTED_FEATURE + ", server 6.0",
        ResultCode.INVALID_NAMESPACE + ", aerospike.namespace",
        ResultCode.BATCH_MAX_REQUESTS_EXCEEDED + ", batch.size"
    })
    void whatTheServerTakesOfNoRowFailsTheTaskAndSaysWhatToDo(int code, String advice) {
        assertThat(Results.of(code, false, null))
                .isInstanceOfSatisfying(
                        Outcome.Fatal.class,
                        fatal -> assertThat(fatal.reason()).contains(advice, "result code " + code));
    }

    /** The numbers of as/include/base/proto.h of server 8.1.2 that are an error. */
    private static final String PROTO_H = "1-28 32 51-56 60-66 70-75 80-83 90-94 100 120-127 150-152 160 200-206";

    @Test
    void everyCodeOfTheServersListAndOfTheClientsHasAConsequence() throws IllegalAccessException {
        List<Integer> listed =
                ResultMeaning.ALL.stream().map(ResultMeaning::code).toList();

        assertThat(listed).doesNotHaveDuplicates().containsAll(numbers(PROTO_H));
        for (Field code : ResultCode.class.getFields()) {
            int number = code.getInt(null);
            // The end of a query, and those of queries before server 6, are no answers to what the sink sends.
            if (number != ResultCode.QUERY_END && number < ResultCode.QUERY_ABORTED) {
                assertThat(listed).as(code.getName()).contains(number);
            }
        }
        for (ResultMeaning meaning : ResultMeaning.ALL) {
            assertThat(meaning.why()).as("code " + meaning.code()).endsWith(".");
        }
    }

    @Test
    void aCodeThatIsInNoListFailsTheTaskAndLosesNothing() {
        assertThat(Results.of(29, false, null)).isInstanceOf(Outcome.Fatal.class);
        assertThat(Results.of(250, false, null)).isInstanceOf(Outcome.Fatal.class);
    }

    /** With {@code -Ddocs.write} the table is written instead of compared. */
    @Test
    void theDocumentationHasTheTableOfCodes() throws IOException {
        Path path = Path.of("..", "docs", "aerospike-sink.md");
        String page = Files.readString(path);
        int begin = page.indexOf("\n", page.indexOf("<!-- result codes: generated")) + 1;
        int end = page.indexOf("<!-- end of result codes -->");
        String current = page.substring(0, begin) + ResultMeaning.table() + page.substring(end);
        if (System.getProperty("docs.write") != null) {
            Files.writeString(path, current);
        }
        assertThat(Files.readString(path).equals(current))
                .as("docs/aerospike-sink.md has the codes of ResultMeaning; bring it up to date with ./mvnw"
                        + " -pl connect-aerospike-sink -am test -Dtest=ResultsTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write")
                .isTrue();
    }

    @Test
    void whatTheClientItselfDiesOfIsTheFaultOfTheBatch() {
        assertThat(Results.isOfTheBatch(new AerospikeException(new ArrayIndexOutOfBoundsException(8192))))
                .isTrue();
        assertThat(Results.isOfTheBatch(new AerospikeException(ResultCode.SERIALIZE_ERROR, "no")))
                .isTrue();
        assertThat(Results.isOfTheBatch(new AerospikeException.Parse("an answer that nobody can read")))
                .isFalse();
        assertThat(Results.isOfTheBatch(new AerospikeException(new EOFException())))
                .isFalse();
        assertThat(Results.isOfTheBatch(new AerospikeException.Connection("refused")))
                .isFalse();
        assertThat(Results.isOfTheBatch(new AerospikeException.Timeout("timeout", 1, 1, true)))
                .isFalse();
        assertThat(Results.isOfTheBatch(new AerospikeException("Authentication failed")))
                .isFalse();
        assertThat(Results.isOfTheBatch(writeBuffer())).isTrue();
    }

    /** What the client throws for a value that it cannot write, from a method of this name. */
    private static AerospikeException writeBuffer() {
        return new AerospikeException("Unsupported type");
    }

    private static List<Integer> numbers(String ranges) {
        List<Integer> numbers = new ArrayList<>();
        for (String range : ranges.split(" ", -1)) {
            String[] ends = range.split("-", -1);
            for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
                numbers.add(i);
            }
        }
        return numbers;
    }

    @Test
    void anEndedSessionIsTriedAgainForTheClientLogsInByItself() {
        assertThat(Results.of(ResultCode.EXPIRED_SESSION, false, null)).isInstanceOf(Outcome.Retry.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {ResultCode.TIMEOUT, ResultCode.RECORD_TOO_BIG})
    void whatIsInDoubtIsTriedAgain(int code) {
        assertThat(Results.of(code, true, null)).isInstanceOf(Outcome.Retry.class);
    }
}
