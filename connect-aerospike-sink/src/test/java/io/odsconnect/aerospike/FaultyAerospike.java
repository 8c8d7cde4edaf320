package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.aerospike.client.Info;
import com.aerospike.client.ResultCode;
import io.odsconnect.testbed.aerospike.AerospikeServer;
import io.odsconnect.testbed.fault.TcpProxy;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;

/** A server behind a proxy that injects faults, and tables whose rows tasks write to it. */
abstract class FaultyAerospike {

    static final Duration LIMIT = Duration.ofSeconds(60);

    final Cluster cluster = Cluster.get();
    final AerospikeServer server = cluster.server();
    final TcpProxy proxy = TcpProxy.to(new InetSocketAddress(server.host(), server.port()));
    final String sets = cluster.newSet();
    final RandomTable table = new RandomTable(sets, 150);
    final SourceTable rows = new SourceTable(
            "ods.ONE", SchemaBuilder.struct().field("ID", Schema.INT64_SCHEMA).build(), List.of("ID"));

    @AfterEach
    void endFaults() {
        proxy.close();
        if (!server.isGiven()) {
            refuseNext(ResultCode.SERVER_ERROR, 0);
            answerLogins(ResultCode.SECURITY_NOT_SUPPORTED);
        }
    }

    /** Has the stand-in refuse the next requests with a result code; skips the test on a given server. */
    final void refuseNext(int code, int count) {
        command("stand-in-refuse:code=" + code + ";count=" + count);
    }

    /** Has the stand-in refuse all puts with a result code. */
    final void refusePuts(int code) {
        command("stand-in-refuse:code=" + code + ";only=puts;count=" + Integer.MAX_VALUE);
    }

    /** Sets something of the namespace, or of a set of it, as any server lets one. */
    final void setConfig(String settings) {
        assertThat(Info.request(
                        server.host(),
                        server.port(),
                        "set-config:context=namespace;id=" + server.namespace() + ";" + settings))
                .isEqualTo("ok");
    }

    /** Has the stand-in answer logins with a result code. */
    final void answerLogins(int code) {
        command("stand-in-login:code=" + code);
    }

    private void command(String command) {
        assumeThat(server.isGiven()).as("only the stand-in takes such commands").isFalse();
        assertThat(Info.request(server.host(), server.port(), command)).isEqualTo("ok");
    }

    /** Asserts that the server holds the rows of {@link #table} and that no record is a dead letter. */
    final void assertHolds(SinkTaskDriver task) {
        assertThat(task.deadLetters()).isEmpty();
        assertThat(table.stored(cluster.client(), server.namespace())).isEqualTo(table.expected());
    }

    /** Starts a task that writes {@link #table} through the proxy. */
    final SinkTaskDriver task(String... options) {
        return new SinkTaskDriver(AerospikeSinkTask::new, props(options));
    }

    /** Returns the options of such a task, and more as names and values. */
    final Map<String, String> props(String... options) {
        Map<String, String> props = through(cluster.options("", table.options()));
        for (int i = 0; i < options.length; i += 2) {
            props.put(options[i], options[i + 1]);
        }
        return props;
    }

    /** Returns options with the proxy in place of the server. */
    final Map<String, String> through(Map<String, String> options) {
        Map<String, String> props = new HashMap<>(options);
        props.put("aerospike.hosts", "127.0.0.1:" + proxy.port());
        props.put("aerospike.request.timeout.ms", "1000");
        props.put("aerospike.connect.timeout.ms", "2000");
        props.put("retry.backoff.ms", "50");
        props.put("retry.backoff.max.ms", "200");
        return props;
    }
}
