package io.odsconnect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Plugins are compiled with the newest API and run on workers from 3.7 on: nothing may ask there for what is newer. */
class OldestWorkerTest {

    private static final Path OLD_API = Path.of("target", "oldest-worker");

    @Test
    void aSinkTaskRunsOnTheOldestWorkersApi() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (Path jar : oldApi()) {
            classPath.add(url(jar));
        }
        assertThat(classPath).hasSize(2);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("connect-api") && !entry.contains("kafka-clients")) {
                classPath.add(url(Path.of(entry)));
            }
        }
        try (URLClassLoader worker =
                new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Class<?> probe = Class.forName(OldestWorkerProbe.class.getName(), true, worker);
            assertThat(probe).isNotEqualTo(OldestWorkerProbe.class);
            ((Runnable) probe.getDeclaredConstructor().newInstance()).run();
        }
    }

    private static List<Path> oldApi() throws IOException {
        try (Stream<Path> jars = Files.list(OLD_API)) {
            return jars.toList();
        }
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }
}
