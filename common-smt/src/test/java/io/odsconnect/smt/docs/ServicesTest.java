package io.odsconnect.smt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.Version;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker with plugin.discovery=service_load sees only what the services files name. */
class ServicesTest {

    private static final Path CLASSES = Path.of("target", "classes");

    @ParameterizedTest
    @ValueSource(classes = {Transformation.class, Predicate.class})
    <T> void theServicesFileNamesEveryPluginAndEachTellsItsVersion(Class<T> kind) throws IOException {
        Set<Class<?>> listed = ServiceLoader.load(kind).stream()
                .map(ServiceLoader.Provider::type)
                .filter(type -> type.getName().startsWith("io.odsconnect."))
                .collect(Collectors.toSet());
        assertThat(listed).isNotEmpty().containsExactlyInAnyOrderElementsOf(compiled(kind));
        for (ServiceLoader.Provider<T> each : ServiceLoader.load(kind).stream()
                .filter(provider -> listed.contains(provider.type()))
                .toList()) {
            T plugin = each.get();
            assertThat(plugin).isInstanceOf(Versioned.class);
            assertThat(((Versioned) plugin).version()).isEqualTo(Version.current());
        }
    }

    private static Set<Class<?>> compiled(Class<?> kind) throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.map(file -> CLASSES.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("package-info"))
                    .map(name -> name.replace('/', '.').substring(0, name.length() - ".class".length()))
                    .map(ServicesTest::load)
                    .filter(type -> kind.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()))
                    .collect(Collectors.toSet());
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
