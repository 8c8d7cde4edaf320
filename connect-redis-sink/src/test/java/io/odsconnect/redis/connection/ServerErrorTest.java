package io.odsconnect.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.sink.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words are Redis's own, from versions 6.2 to 7. */
class ServerErrorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OOM command not allowed when used memory > 'maxmemory'.",
                "@user_script: 61: -OOM command not allowed when used memory > 'maxmemory'.",
                "-OOM command not allowed when used memory > 'maxmemory'.",
                "LOADING Redis is loading the dataset in memory",
                "READONLY You can't write against a read only replica.",
                "@user_script: 28: -READONLY You can't write against a read only replica.",
                "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
                "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
                "NOREPLICAS Not enough good replicas to write.",
                "TRYAGAIN Multiple keys request during rehashing of slot",
                "CLUSTERDOWN The cluster is down"
            })
    void whatTheServersStateCausesIsTriedAgain(String words) {
        assertThat(ServerError.of(words).ofOneRow()).isInstanceOf(Outcome.Retry.class);
        assertThat(ServerError.of(words).ofWholeCall()).isInstanceOf(Outcome.Retry.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOAUTH Authentication required.",
                "WRONGPASS invalid username-password pair or user is disabled.",
                "NOPERM this user has no permissions to access one of the keys used as arguments",
                "ERR The user executing the script can't run this command or subcommand",
                "ERR ACL failure in script: User sink has no permissions to run the 'hset' command",
                "@user_script: 28: The user executing the script can't run this command or subcommand",
                "MOVED 3999 127.0.0.1:6381"
            })
    void whatSomebodyHasToMendFailsTheTask(String words) {
        assertThat(ServerError.of(words).ofOneRow()).isInstanceOf(Outcome.Fatal.class);
        assertThat(ServerError.of(words).ofWholeCall()).isInstanceOf(Outcome.Fatal.class);
    }

    @Test
    void keysInSeveralSlotsAreTheRowsFault() {
        assertThat(ServerError.of("CROSSSLOT Keys in request don't hash to the same slot")
                        .ofWholeCall())
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void whatOneRowCausesIsRejectedForItAlone() {
        ServerError wrongType = ServerError.of("WRONGTYPE Operation against a key holding the wrong kind of value");
        assertThat(wrongType.ofOneRow()).isInstanceOf(Outcome.Rejected.class);
        assertThat(ServerError.of("ERR string exceeds maximum allowed size (512MB)")
                        .ofOneRow())
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void anUnknownErrorOfAWholeCallBlamesNoRow() {
        assertThat(ServerError.of("ERR something new").ofWholeCall()).isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void nothingThatTheServerQuotesIsRepeated() {
        ServerError error = ServerError.of("NOPERM No permissions to access the 'card:4111'111' key");
        assertThat(error.code()).isEqualTo("NOPERM");
        assertThat(error.text()).doesNotContain("4111").doesNotContain("111");
        assertThat(ServerError.of("ERR unknown command `HSETT`, with args beginning with: `card:4111` `x` ")
                        .text())
                .doesNotContain("4111");
    }

    @Test
    void aScriptThatTheServerForgotIsTold() {
        assertThat(ServerError.of("NOSCRIPT No matching script. Please use EVAL.")
                        .isUnknownScript())
                .isTrue();
    }
}
