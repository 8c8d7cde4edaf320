package io.odsconnect.testbed.db2.server;

import io.odsconnect.testbed.db2.capture.Capture;
import io.odsconnect.testbed.db2.capture.Database;
import io.odsconnect.testbed.process.Loopback;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.apache.derby.drda.NetworkServerControl;

/** The main class of the stand-in's process. */
public final class Db2Main {

    /** What is written to the log when the stand-in serves. */
    public static final String READY = "The Db2 stand-in is ready";

    private Db2Main() {}

    /**
     * Serves until the process is killed.
     *
     * @param arguments the data folder, and the file with the {@link Db2Settings}
     */
    public static void main(String[] arguments) throws Exception {
        Db2Settings settings = Db2Settings.read(Path.of(arguments[1]));
        configureDerby(Path.of(arguments[0]), settings);
        Database database = new Database(settings.database(), settings.user(), settings.password());
        database.create();
        startNetworkServer(settings);
        Capture.start(database);
        try (DrdaFront front = new DrdaFront(settings.port(), settings.derbyPort())) {
            System.out.println(READY);
            front.serve();
        }
    }

    private static void configureDerby(Path folder, Db2Settings settings) {
        Properties derby = System.getProperties();
        derby.setProperty("derby.system.home", folder.toString());
        derby.setProperty("derby.stream.error.file", folder.resolve("derby.log").toString());
        derby.setProperty("derby.connection.requireAuthentication", "true");
        derby.setProperty("derby.authentication.provider", "BUILTIN");
        derby.setProperty("derby.user." + settings.user(), settings.password());
        // Commits reach the operating system, not the disk: they outlive a killed process, not a power cut.
        derby.setProperty("derby.system.durability", "test");
        derby.setProperty("derby.storage.pageCacheSize", "6000");
        // A table lock on a staging table would make its writers wait for each other, which Db2's never do.
        derby.setProperty("derby.locks.escalationThreshold", Integer.toString(Integer.MAX_VALUE));
        derby.setProperty("derby.locks.deadlockTimeout", "1");
        derby.setProperty("derby.locks.waitTimeout", "30");
        derby.setProperty("derby.language.statementCacheSize", "500");
        derby.setProperty("derby.language.spsCacheSize", "500");
        // Each update of the statistics would make the triggers compile anew, in whose transaction they fire next.
        derby.setProperty("derby.storage.indexStats.auto", "false");
    }

    private static void startNetworkServer(Db2Settings settings) throws Exception {
        NetworkServerControl server = new NetworkServerControl(
                Loopback.address(), settings.derbyPort(), settings.user(), settings.password());
        server.start(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                server.ping();
                return;
            } catch (Exception e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }
}
