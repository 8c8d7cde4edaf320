package io.odsconnect.testbed.aerospike;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.AerospikeException;
import com.aerospike.client.IAerospikeClient;
import com.aerospike.client.policy.ClientPolicy;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands out a client of the server under test, one for all test classes, and a set of its own for each test. The
 * server is the stand-in, or the one that {@code -Daerospike.host} gives: the assertions are the same.
 */
final class AerospikeContract implements ParameterResolver {

    private static final Namespace STORE = Namespace.create(AerospikeContract.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == IAerospikeClient.class || type == AerospikeServer.class || type == TestSet.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Connected connected = context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(Connected.class, key -> new Connected(), Connected.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == IAerospikeClient.class) {
            return connected.client;
        }
        if (type == AerospikeServer.class) {
            return connected.server;
        }
        return context.getStore(STORE)
                .computeIfAbsent(TestSet.class, key -> TestSet.fresh(connected.server.namespace()), TestSet.class);
    }

    /** Asserts that the server answers with this result code. */
    static void assertRefused(int resultCode, ThrowingCallable command) {
        Assertions.assertThatThrownBy(command)
                .isInstanceOfSatisfying(
                        AerospikeException.class,
                        e -> Assertions.assertThat(e.getResultCode()).isEqualTo(resultCode));
    }

    private static final class Connected implements AutoCloseable {

        private final AerospikeServer server = AerospikeServer.embeddedOrGiven();
        private final IAerospikeClient client;

        private Connected() {
            server.start();
            client = new AerospikeClient(new ClientPolicy(), server.host(), server.port());
        }

        @Override
        public void close() {
            client.close();
            server.close();
        }
    }
}
