package io.odsconnect.cassandra.connection;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.fasterxml.jackson.core.JacksonException;
import com.typesafe.config.ConfigException;
import io.odsconnect.cassandra.config.CassandraOptions;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import io.odsconnect.common.config.Addresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/** What it means that a session could not be opened: the option to look at, a sentence, and whether it may pass. */
final class OpeningFailures {

    /** Stands in the server's words where it could not look up the login. Source: Cassandra's PasswordAuthenticator. */
    private static final String NOT_LOOKED_UP = "Unable to perform authentication";

    /** Begins the JDK's words on a metadata service that is there and does not work. */
    private static final String SERVICE_FAILS = "Server returned HTTP response code: 5";

    private OpeningFailures() {}

    /** Returns the problem behind what the driver threw. */
    static ConnectionProblem problem(CassandraSinkConfig config, RuntimeException failure) {
        if (failure instanceof AllNodesFailedException noneReached) {
            return noneReached(config, noneReached);
        }
        // What the driver's file and the bundle say comes to light only here, in exceptions of many kinds.
        String sentence = "Cannot open a session to Cassandra: " + wordsOf(failure) + ".";
        String option = config.bundle().isPresent()
                ? CassandraOptions.SECURE_CONNECT_BUNDLE
                : config.getString(CassandraOptions.DRIVER_CONFIG_FILE) == null
                        ? CassandraOptions.CONTACT_POINTS
                        : CassandraOptions.DRIVER_CONFIG_FILE;
        if (quotesFiles(failure)) {
            // Without the cause, whose message the worker would log.
            return new ConnectionProblem(option, sentence);
        }
        return causes(failure).anyMatch(OpeningFailures::isOfTheNetwork)
                ? ConnectionProblem.passing(option, sentence, failure)
                : ConnectionProblem.lasting(option, sentence, failure);
    }

    /** Returns the problem behind a session that is open, but could not read the schema. */
    static ConnectionProblem noSchema(CassandraSinkConfig config, RuntimeException failure) {
        String option =
                config.bundle().isPresent() ? CassandraOptions.SECURE_CONNECT_BUNDLE : CassandraOptions.CONTACT_POINTS;
        return ConnectionProblem.passing(
                option,
                "Cassandra lets the sink in, but its schema cannot be read: " + failure.getMessage() + ".",
                failure);
    }

    /** Parsers quote what they cannot read, and the option may name any file that the worker can read. */
    private static boolean quotesFiles(Throwable failure) {
        return causes(failure).anyMatch(cause -> cause instanceof JacksonException || cause instanceof ConfigException);
    }

    private static String wordsOf(RuntimeException failure) {
        return quotesFiles(failure)
                ? "the file is not written as the driver expects it"
                : String.valueOf(failure.getMessage());
    }

    /** Returns the problem of contact points that accept no connection, each with the reason. */
    static ConnectionProblem noneReachable(Map<InetSocketAddress, String> why) {
        return ConnectionProblem.passing(
                CassandraOptions.CONTACT_POINTS,
                "None of " + Addresses.text(why) + " can be reached: check " + CassandraOptions.CONTACT_POINTS
                        + " and the network.",
                null);
    }

    private static ConnectionProblem noneReached(CassandraSinkConfig config, AllNodesFailedException failure) {
        boolean bundled = config.bundle().isPresent();
        String where = bundled
                ? "the address in the secure connect bundle"
                : String.join(", ", config.getList(CassandraOptions.CONTACT_POINTS));
        List<Throwable> errors = failure.getAllErrors().values().stream()
                .flatMap(Collection::stream)
                .toList();
        if (errors.stream().anyMatch(OpeningFailures::isRefusedLogin)) {
            return ConnectionProblem.lasting(
                    CassandraOptions.USERNAME,
                    "Cassandra at " + where + " refuses the login: check " + CassandraOptions.USERNAME + " and "
                            + CassandraOptions.PASSWORD + ".",
                    failure);
        }
        String option = bundled ? CassandraOptions.SECURE_CONNECT_BUNDLE : CassandraOptions.CONTACT_POINTS;
        String why = errors.isEmpty() ? "" : " (" + innermost(errors.get(0)) + ")";
        if (errors.stream().flatMap(OpeningFailures::causes).anyMatch(SSLHandshakeException.class::isInstance)) {
            return ConnectionProblem.lasting(
                    bundled ? option : CassandraOptions.SSL_ENABLED,
                    "Cassandra at " + where + " and the sink do not agree on TLS" + why
                            + ": check the certificates of both, and that its name or address is in the server's.",
                    failure);
        }
        return ConnectionProblem.passing(
                option,
                "None of " + where + " can be reached" + why + ": check " + option
                        + ", the network, and whether both sides encrypt or neither.",
                failure);
    }

    private static boolean isRefusedLogin(Throwable error) {
        return error instanceof AuthenticationException
                && !Objects.requireNonNullElse(error.getMessage(), "").contains(NOT_LOOKED_UP);
    }

    private static boolean isOfTheNetwork(Throwable cause) {
        return cause instanceof ClosedConnectionException
                || cause instanceof SocketException
                || cause instanceof SocketTimeoutException
                || cause instanceof UnknownHostException
                || (cause instanceof IOException
                        && Objects.requireNonNullElse(cause.getMessage(), "").startsWith(SERVICE_FAILS));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    /** Returns why there was no connection: the driver puts that beside its own failure to write to it. */
    private static String innermost(Throwable error) {
        Throwable inner = causes(error)
                .flatMap(cause -> Stream.of(cause.getSuppressed()).flatMap(OpeningFailures::causes))
                .filter(OpeningFailures::isOfTheNetwork)
                .findFirst()
                .orElseGet(() -> causes(error).reduce((outer, cause) -> cause).orElse(error));
        return inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
    }
}
