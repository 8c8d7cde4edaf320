package io.odsconnect.testbed.redis;

import io.odsconnect.testbed.GivenPlace;
import io.odsconnect.testbed.Place;
import io.odsconnect.testbed.Restartable;
import io.odsconnect.testbed.container.ContainerChoice;
import io.odsconnect.testbed.container.Containers;
import io.odsconnect.testbed.process.EmbeddedServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis server: the 6.2 binary that the embedded-redis library brings, or the one that {@code -Dredis.binary}
 * names, as a child process, or the one given by {@code -Dredis.uri=redis://[user:password@]host:port[/db]}, or with
 * {@code -Dtestbed=container} one in a container.
 */
public final class RedisServer implements Restartable {

    /** The system property that gives a server. */
    public static final String PROPERTY = "redis.uri";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String name;
    private final Place place;
    private final @Nullable String user;
    private final @Nullable String password;
    private final int database;
    private final @Nullable RedisCertificates tls;

    private RedisServer(String name, Place place, @Nullable String user, @Nullable String password, int database) {
        this.name = name;
        this.place = place;
        this.user = user;
        this.password = password;
        this.database = database;
        this.tls = null;
    }

    private RedisServer(String name, Place place, RedisOptions options) {
        this.name = name;
        this.place = place;
        this.user = options.user();
        this.password = options.password();
        this.database = 0;
        this.tls = options.tls();
    }

    /** Returns the server that {@code -Dredis.uri} gives, or one in a container, else an embedded one without a password. */
    public static RedisServer embeddedOrGiven() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return given(URI.create(given));
        }
        return ContainerChoice.isMade()
                ? new RedisServer("Redis in a container", Containers.redis(), null, null, 0)
                : embedded(RedisOptions.PLAIN);
    }

    /** Returns an embedded server, whatever is given. */
    public static RedisServer embedded(RedisOptions options) {
        Place place = new EmbeddedServer(new RedisProgram(options), LIMIT);
        return new RedisServer(RedisBinary.description(), place, options);
    }

    /**
     * Returns a server that runs elsewhere.
     *
     * @param uri {@code redis://[user:password@]host:port[/db]}
     */
    static RedisServer given(URI uri) {
        Place place = GivenPlace.at(PROPERTY, uri.getHost() + ":" + uri.getPort());
        String path = uri.getPath();
        int database = path == null || path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
        String login = uri.getRawUserInfo();
        if (login == null) {
            return new RedisServer("Redis at a given address", place, null, null, database);
        }
        int colon = login.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("-D" + PROPERTY + " has a user without a password");
        }
        String user = colon == 0 ? null : decode(login.substring(0, colon));
        return new RedisServer("Redis at a given address", place, user, decode(login.substring(colon + 1)), database);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        place.start();
    }

    @Override
    public void kill() {
        place.kill();
    }

    @Override
    public void restart() {
        place.restart();
    }

    @Override
    public void close() {
        place.close();
    }

    /** Returns where clients connect. */
    public InetSocketAddress address() {
        return place.address();
    }

    /** Returns the host. */
    public String host() {
        return place.address().getHostString();
    }

    /** Returns the port. */
    public int port() {
        return place.address().getPort();
    }

    /** Returns the ACL user to log in as; null for the default user. */
    public @Nullable String user() {
        return user;
    }

    /** Returns the password; null for none. */
    public @Nullable String password() {
        return password;
    }

    /** Returns the number of the database to use. */
    public int database() {
        return database;
    }

    /**
     * Opens a conversation with the server, over TLS where it talks TLS, in {@link #database()}.
     *
     * @throws java.io.UncheckedIOException if it does not answer
     */
    public RedisTalk talk() {
        RedisTalk talk = RedisTalk.with(address(), new RedisOptions(user, password, false, tls, Map.of()));
        if (database != 0) {
            var unused = talk.run("SELECT", Integer.toString(database));
        }
        return talk;
    }

    /** Returns {@code redis://[user:password@]host:port/db}; it holds the password, so it does not belong in a log. */
    public URI uri() {
        InetSocketAddress address = place.address();
        String login = password == null ? "" : (user == null ? "" : encode(user)) + ":" + encode(password) + "@";
        return URI.create("redis://" + login + address.getHostString() + ":" + address.getPort() + "/" + database);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
