package io.odsconnect.aerospike.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.aerospike.client.ResultCode;
import io.odsconnect.common.sink.Outcome;
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
                ResultCode.QUOTA_EXCEEDED,
                ResultCode.SERVER_NOT_AVAILABLE,
                ResultCode.INVALID_NODE_ERROR,
                ResultCode.NO_MORE_CONNECTIONS,
                ResultCode.MAX_ERROR_RATE,
                ResultCode.MAX_RETRIES_EXCEEDED,
                ResultCode.NO_RESPONSE
            })
    void whatTheServerCouldNotDoNowIsTriedAgain(int code) {
        assertThat(Results.of(code, false, null)).isInstanceOf(Outcome.Retry.class);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                ResultCode.BIN_NAME_TOO_LONG,
                ResultCode.RECORD_TOO_BIG,
                ResultCode.PARAMETER_ERROR,
                ResultCode.FAIL_FORBIDDEN,
                ResultCode.ALWAYS_FORBIDDEN,
                ResultCode.BIN_TYPE_ERROR,
                ResultCode.UNSUPPORTED_FEATURE,
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
        ResultCode.INVALID_NAMESPACE + ", aerospike.namespace",
        ResultCode.BATCH_MAX_REQUESTS_EXCEEDED + ", batch.size"
    })
    void whatTheServerTakesOfNoRowFailsTheTaskAndSaysWhatToDo(int code, String advice) {
        assertThat(Results.of(code, false, null))
                .isInstanceOfSatisfying(
                        Outcome.Fatal.class,
                        fatal -> assertThat(fatal.reason()).contains(advice, "result code " + code));
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
