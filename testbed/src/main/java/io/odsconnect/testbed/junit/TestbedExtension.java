package io.odsconnect.testbed.junit;

import io.odsconnect.testbed.Backend;
import java.lang.reflect.InvocationTargetException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the servers that they name as parameters of a constructor, a lifecycle method or a test:
 *
 * <pre>{@code
 * @ExtendWith(TestbedExtension.class)
 * class RedisStoreIT {
 *     RedisStoreIT(RedisServer redis) { … }
 * }
 * }</pre>
 *
 * <p>Any {@link Backend} will do that has a method {@code public static X embeddedOrGiven()}. It is started when a test
 * first asks for it, shared by all tests of the run, and closed after the last. As it is shared, a test brings its own
 * keyspace, topic or key prefix, and starts a server of its own for what it wants to kill.
 */
public final class TestbedExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(TestbedExtension.class);
    private static final String FACTORY = "embeddedOrGiven";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return Backend.class.isAssignableFrom(type) && hasFactory(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        // The root store closes what it holds when the run ends.
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(type, Shared::start, Shared.class)
                .get();
    }

    private static boolean hasFactory(Class<?> type) {
        try {
            return type.isAssignableFrom(type.getMethod(FACTORY).getReturnType());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static Backend make(Class<?> type) {
        try {
            return (Backend) Objects.requireNonNull(type.getMethod(FACTORY).invoke(null));
        } catch (InvocationTargetException e) {
            throw new ParameterResolutionException(type.getSimpleName() + " cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new ParameterResolutionException(type.getName() + " needs a public static " + FACTORY + "()", e);
        }
    }

    /** A server that runs, or why it does not: one that did not start is not tried again for every test. */
    private record Shared(Backend backend, @Nullable RuntimeException failure) implements AutoCloseable {

        static Shared start(Object type) {
            Backend backend = make((Class<?>) type);
            try {
                backend.start();
                return new Shared(backend, null);
            } catch (RuntimeException e) {
                backend.close();
                return new Shared(backend, e);
            }
        }

        Backend get() {
            if (failure != null) {
                throw new ParameterResolutionException("A server that this test needs did not start", failure);
            }
            return backend;
        }

        @Override
        public void close() {
            if (failure == null) {
                backend.close();
            }
        }
    }
}
