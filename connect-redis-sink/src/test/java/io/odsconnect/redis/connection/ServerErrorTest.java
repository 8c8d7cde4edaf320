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
                "CLUSTERDOWN The cluster is down",
                "CLUSTERDOWN Hash slot not served",
                "EXECABORT Transaction discarded because of previous errors.",
                "EXECABORT Transaction discarded because of: OOM command not allowed when used memory > 'maxmemory'.",
                "UNKILLABLE Sorry the script already executed write commands against the dataset.",
                "REDIRECT 127.0.0.1:6380",
                "NOMASTERLINK Can't SYNC while not connected with my master",
                "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)",
                "ERR max number of clients reached",
                "ERR max number of clients + cluster connections reached",
                "ERR MULTI calls can not be nested",
                "MULTI calls can not be nested"
            })
    void whatTheServersStateCausesIsTriedAgain(String words) {
        assertThat(ServerError.of(words).ofOneRow()).isInstanceOf(Outcome.Retry.class);
        assertThat(ServerError.of(words).ofEveryRow()).containsInstanceOf(Outcome.Retry.class);
        assertThat(ServerError.of(words).ofConnection()).isInstanceOf(Outcome.Retry.class);
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
                "MOVED 3999 127.0.0.1:6381",
                "ASK 3999 127.0.0.1:6381",
                "DENIED Redis is running in protected mode because protected mode is enabled",
                "NOPROTO unsupported protocol version",
                "ERR unknown command `HSET`, with args beginning with: `card:4111` ",
                "ERR unknown command 'HSET', with args beginning with: 'card:4111' ",
                "ERR unknown subcommand 'SLOTS'. Try CLUSTER HELP.",
                "@user_script: 28: Unknown Redis command called from Lua script",
                "ERR Unknown Redis command called from script script: 3d0c, on @user_script:28.",
                "ERR wrong number of arguments for 'hset' command",
                "ERR Wrong number of args calling Redis command from script",
                "ERR This Redis command is not allowed from script",
                "ERR DB index is out of range",
                "DB index is out of range",
                "ERR AUTH <password> called without any password configured for the default user.",
                "ERR This instance has cluster support disabled",
                "ERR Error compiling script (new function): user_script:1: malformed number near '3x'"
            })
    void whatSomebodyHasToMendFailsTheTask(String words) {
        assertThat(ServerError.of(words).ofOneRow()).isInstanceOf(Outcome.Fatal.class);
        assertThat(ServerError.of(words).ofEveryRow()).containsInstanceOf(Outcome.Fatal.class);
        assertThat(ServerError.of(words).ofConnection()).isInstanceOf(Outcome.Fatal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WRONGTYPE Operation against a key holding the wrong kind of value",
                "ERR Existing key has wrong Redis type",
                "CROSSSLOT Keys in request don't hash to the same slot",
                "ERR string exceeds maximum allowed size (512MB)",
                "ERR string exceeds maximum allowed size (proto-max-bulk-len)",
                "ERR invalid expire time in 'pexpire' command",
                "ERR value is not a valid float",
                "ERR hash value is not an integer",
                "ERR Protocol error: invalid bulk length",
                "ERR Script attempted to access a non local key in a cluster node",
                "ERR something new"
            })
    void whatOneRowCausesIsRejectedForItAloneAndOfSeveralNobodyKnowsWhich(String words) {
        assertThat(ServerError.of(words).ofOneRow()).isInstanceOf(Outcome.Rejected.class);
        assertThat(ServerError.of(words).ofEveryRow()).isEmpty();
    }

    @Test
    void anUnknownErrorOfAConnectionIsTriedAgain() {
        assertThat(ServerError.of("ERR something new").ofConnection()).isInstanceOf(Outcome.Retry.class);
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
}
