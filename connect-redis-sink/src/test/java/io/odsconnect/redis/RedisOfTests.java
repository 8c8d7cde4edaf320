package io.odsconnect.redis;

import io.odsconnect.testbed.redis.RedisServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.Protocol.Command;

/** The server of a test class, from its first test to its last. Register it in a static field. */
public final class RedisOfTests implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private final RedisServer server;
    private @Nullable TestClient client;

    /** Starts this one; one that is given has to be there for tests only. */
    public RedisOfTests(RedisServer server) {
        this.server = server;
    }

    /** Empties the server's database, and returns a client that reads it until the test is over. */
    public TestClient emptied() {
        TestClient opened = new TestClient(server);
        client = opened;
        opened.run(Command.FLUSHDB);
        return opened;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server.start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.close();
    }
}
