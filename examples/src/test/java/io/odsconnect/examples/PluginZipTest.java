package io.odsconnect.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in the ZIPs that operators unpack under {@code plugin.path}. */
class PluginZipTest {

    private static final List<String> PROVIDED_BY_THE_WORKER =
            List.of("org/apache/kafka/common/", "org/apache/kafka/clients/", "org/apache/kafka/connect/", "org/slf4j/");

    /** A line of a NOTICE: the library, its licence, and where the text is. */
    private static final Pattern LIBRARY = Pattern.compile("(?m)^([\\w.-]+): [^,]+, (\\S+)$");

    /** What Confluent's specification of connector archives asks of a manifest. */
    private static final List<String> REQUIRED = List.of(
            "name",
            "version",
            "title",
            "description",
            "owner",
            "component_types",
            "features",
            "tags",
            "license",
            "support");

    @ParameterizedTest
    @MethodSource("modules")
    void theZipOfAPluginHasTheLayoutThatConnectUsersKnow(String module) throws IOException {
        try (ZipFile zip = new ZipFile(zip(module).toFile())) {
            String root = "odsconnect-" + module + "-" + version(module) + "/";
            List<String> names = zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();

            assertThat(names).allMatch(name -> name.startsWith(root));
            assertThat(names).contains(root + "manifest.json", root + "LICENSE");
            assertThat(names).anyMatch(name -> name.matches(root + "lib/connect-common-.*\\.jar"));
            JsonNode manifest = new ObjectMapper().readTree(zip.getInputStream(zip.getEntry(root + "manifest.json")));
            assertThat(manifest.path("version").asText()).isEqualTo(version(module));
            assertThat(manifest.path("name").asText()).isEqualTo("odsconnect-" + module);
            assertThat(REQUIRED)
                    .allSatisfy(
                            field -> assertThat(manifest.has(field)).as(field).isTrue());
            assertThat(names)
                    .contains(root + manifest.path("documentation_url").asText())
                    .contains(root + manifest.path("logo").asText());
            for (String example : names) {
                if (example.startsWith(root + "etc/")) {
                    assertThat(new ObjectMapper().readTree(zip.getInputStream(zip.getEntry(example))))
                            .isNotEmpty();
                }
            }
            assertThat(names).anyMatch(name -> name.startsWith(root + "etc/"));
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void theNoticeOfAPluginNamesTheLicenceOfEachLibraryThatItBringsAndTheZipHasTheText(String module)
            throws IOException {
        try (ZipFile zip = new ZipFile(zip(module).toFile())) {
            String root = "odsconnect-" + module + "-" + version(module) + "/";
            Set<String> libraries = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".jar"))
                    .map(name -> name.substring(name.lastIndexOf('/') + 1).replaceAll("-\\d.*", ""))
                    .filter(name -> !name.equals(module) && !name.equals("connect-common"))
                    .collect(Collectors.toSet());
            String notice = new String(
                    zip.getInputStream(zip.getEntry(root + "NOTICE")).readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> texts = new HashMap<>();
            Matcher line = LIBRARY.matcher(notice);
            while (line.find()) {
                texts.put(line.group(1), line.group(2));
            }

            assertThat(texts.keySet()).isEqualTo(libraries);
            assertThat(texts.values())
                    .allMatch(text -> text.startsWith("https://") || zip.getEntry(root + text) != null);
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void theZipOfAPluginBringsItsServicesFileAndNoClassThatTheWorkerHas(String module) throws IOException {
        List<String> classes = new ArrayList<>();
        try (ZipFile zip = new ZipFile(zip(module).toFile())) {
            for (ZipEntry jar : zip.stream()
                    .filter(entry -> entry.getName().endsWith(".jar"))
                    .toList()) {
                classes.addAll(names(zip.getInputStream(jar)));
            }
        }
        assertThat(classes).anyMatch(name -> name.startsWith("META-INF/services/org.apache.kafka.connect."));
        assertThat(classes)
                .noneMatch(
                        name -> PROVIDED_BY_THE_WORKER.stream().anyMatch(name::startsWith) && name.endsWith(".class"));
    }

    @Test
    void theTransformsBringWhatTheyNeedOfTheLibrariesForEncryptionUnderNamesOfTheirOwnAndNoMore() throws IOException {
        assertThat(Files.size(zip("common-smt"))).isLessThan(3_000_000);
        List<String> classes = new ArrayList<>();
        try (ZipFile zip = new ZipFile(zip("common-smt").toFile())) {
            for (ZipEntry jar : zip.stream()
                    .filter(entry -> entry.getName().endsWith(".jar"))
                    .toList()) {
                classes.addAll(names(zip.getInputStream(jar)));
            }
        }
        assertThat(classes)
                .contains(
                        "io/odsconnect/smt/shaded/bouncycastle/crypto/fpe/FPEFF1Engine.class",
                        "io/odsconnect/smt/shaded/tink/subtle/AesSiv.class",
                        "META-INF/licenses/bouncycastle.txt")
                .noneMatch(name -> name.startsWith("org/bouncycastle/") || name.startsWith("com/google/"));
    }

    static Stream<String> modules() {
        return Stream.of(
                "common-smt",
                "connect-db2-source",
                "connect-redis-sink",
                "connect-aerospike-sink",
                "connect-cassandra-sink");
    }

    private static List<String> names(InputStream jar) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar.readAllBytes()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private static Path zip(String module) throws IOException {
        Path target = Path.of("..", module, "target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("odsconnect-.*\\.zip"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No ZIP in " + target + ": build with ./mvnw package"));
        }
    }

    private static String version(String module) throws IOException {
        String name = zip(module).getFileName().toString();
        return name.substring(("odsconnect-" + module + "-").length(), name.length() - ".zip".length());
    }
}
