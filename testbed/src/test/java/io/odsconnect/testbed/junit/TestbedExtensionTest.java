package io.odsconnect.testbed.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.odsconnect.testbed.Backend;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class TestbedExtensionTest {

    private static final List<String> LOG = new ArrayList<>();

    @BeforeEach
    void clear() {
        LOG.clear();
    }

    @Test
    void aServerIsStartedOnceForAllClassesAndClosedAtTheEnd() {
        Events tests = run(First.class, Second.class);

        tests.assertStatistics(count -> count.succeeded(3).failed(0));
        assertThat(LOG).containsExactly("start", "use", "use", "use", "close");
    }

    @Test
    void aServerThatNoTestRanForIsNotStarted() {
        run(NothingAsked.class).assertStatistics(count -> count.succeeded(1));

        assertThat(LOG).isEmpty();
    }

    @Test
    void aServerThatDoesNotStartFailsTheTestsThatAskForItAndIsClosed() {
        run(AsksForBroken.class).assertStatistics(count -> count.failed(2));

        assertThat(LOG).containsExactly("broken start", "broken close");
    }

    private static Events run(Class<?>... classes) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
        for (Class<?> type : classes) {
            kit.selectors(selectClass(type));
        }
        return kit.execute().testEvents();
    }

    /** A server that writes down what is done with it. */
    public static final class Recorded implements Backend {

        public static Recorded embeddedOrGiven() {
            return new Recorded();
        }

        @Override
        public String name() {
            return "recorded";
        }

        @Override
        public void start() {
            LOG.add("start");
        }

        @Override
        public void close() {
            LOG.add("close");
        }
    }

    /** A server that does not start. */
    public static final class Broken implements Backend {

        public static Broken embeddedOrGiven() {
            return new Broken();
        }

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public void start() {
            LOG.add("broken start");
            throw new IllegalStateException("no luck");
        }

        @Override
        public void close() {
            LOG.add("broken close");
        }
    }

    @ExtendWith(TestbedExtension.class)
    static final class First {

        @Test
        void one(Recorded server) {
            LOG.add("use");
        }

        @Test
        void two(Recorded server) {
            LOG.add("use");
        }
    }

    @ExtendWith(TestbedExtension.class)
    static final class Second {

        private final Recorded server;

        Second(Recorded server) {
            this.server = server;
        }

        @Test
        void one() {
            LOG.add("use");
            assertThat(server.name()).isEqualTo("recorded");
        }
    }

    @ExtendWith(TestbedExtension.class)
    static final class NothingAsked {

        @Test
        void one() {
            assertThat(LOG).isEmpty();
        }
    }

    @ExtendWith(TestbedExtension.class)
    static final class AsksForBroken {

        @Test
        void one(Broken server) {
            LOG.add("use");
        }

        @Test
        void two(Broken server) {
            LOG.add("use");
        }
    }
}
