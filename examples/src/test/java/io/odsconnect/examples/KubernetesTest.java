package io.odsconnect.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.strimzi.api.kafka.model.connect.KafkaConnect;
import io.strimzi.api.kafka.model.connector.KafkaConnector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The resources of {@code examples/kubernetes}, by the Java models of Strimzi and Kubernetes. */
class KubernetesTest {

    private static final Path FOLDER = Path.of("kubernetes");
    private static final Path CONNECTORS = Path.of("connectors");
    private static final ObjectMapper YAML = strict();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SECRET = Pattern.compile("\\$\\{secrets:ods/ods-connect:([a-z0-9.]+)}");

    private static final Map<String, Class<?>> KINDS = Map.of(
            "KafkaConnect", KafkaConnect.class,
            "KafkaConnector", KafkaConnector.class,
            "Secret", Secret.class,
            "Role", Role.class,
            "RoleBinding", RoleBinding.class,
            "NetworkPolicy", NetworkPolicy.class);

    @ParameterizedTest
    @ValueSource(strings = {"kafka-connect.yaml", "connectors.yaml", "secrets.yaml", "network-policy.yaml"})
    void everyFieldIsOneThatTheModelOfItsKindHas(String file) throws IOException {
        for (JsonNode resource : resources(file)) {
            Class<?> kind = KINDS.get(resource.path("kind").asText());
            assertThat(kind).as(resource.path("kind").asText()).isNotNull();
            Object read = YAML.treeToValue(resource, kind);
            assertThat(leaves(JSON.valueToTree(read))).containsAll(leaves(resource));
        }
    }

    @Test
    void theConnectorsAreThoseOfTheDemoWithTheirSecretsFromKubernetes() throws IOException {
        Map<String, Map<String, String>> connectors = new TreeMap<>();
        for (JsonNode resource : resources("connectors.yaml")) {
            Map<String, String> config = new HashMap<>();
            resource.path("spec")
                    .path("config")
                    .properties()
                    .forEach(option -> config.put(
                            option.getKey(),
                            SECRET.matcher(option.getValue().asText()).replaceAll("\\${file:demo.properties:$1}")));
            config.put("connector.class", resource.path("spec").path("class").asText());
            config.put("tasks.max", resource.path("spec").path("tasksMax").asText());
            connectors.put(resource.path("metadata").path("name").asText(), config);
        }

        assertThat(connectors.keySet()).containsExactly("aerospike-sink", "cassandra-sink", "db2-source", "redis-sink");
        for (Map.Entry<String, Map<String, String>> connector : connectors.entrySet()) {
            Map<?, ?> demo = JSON.readValue(
                    CONNECTORS.resolve(connector.getKey() + ".json").toFile(), Map.class);
            assertThat(connector.getValue()).as(connector.getKey()).isEqualTo(demo);
        }
    }

    @Test
    void theSecretHasEveryKeyThatAConnectorReads() throws IOException {
        Set<String> read = new TreeSet<>();
        for (JsonNode resource : resources("connectors.yaml")) {
            Matcher found = SECRET.matcher(resource.toString());
            while (found.find()) {
                read.add(found.group(1));
            }
        }

        assertThat(read).isNotEmpty();
        assertThat(resources("secrets.yaml").get(0).path("stringData").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrderElementsOf(read);
    }

    @Test
    void theScalingIsOfTheWorkersThatThereAre() throws IOException {
        JsonNode workers = resources("kafka-connect.yaml").get(0);
        JsonNode target = resources("autoscaling.yaml").get(0).path("spec").path("scaleTargetRef");

        assertThat(target.path("kind")).isEqualTo(workers.path("kind"));
        assertThat(target.path("apiVersion")).isEqualTo(workers.path("apiVersion"));
        assertThat(target.path("name")).isEqualTo(workers.path("metadata").path("name"));
    }

    /** The models keep what they do not know in a map; here that is an error. */
    private static ObjectMapper strict() {
        ObjectMapper mapper = new ObjectMapper(new YAMLFactory());
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.setAnnotationIntrospector(new JacksonAnnotationIntrospector() {

            private static final long serialVersionUID = 1L;

            @Override
            public Boolean hasAnySetter(Annotated annotated) {
                return false;
            }
        });
        return mapper;
    }

    private static List<JsonNode> resources(String file) throws IOException {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(FOLDER.resolve(file).toFile())) {
            return documents.readAll();
        }
    }

    private static Set<String> leaves(JsonNode node) {
        Set<String> leaves = new TreeSet<>();
        addLeaves("", node, leaves);
        return leaves;
    }

    private static void addLeaves(String path, JsonNode node, Set<String> leaves) {
        if (node.isObject()) {
            node.properties().forEach(each -> addLeaves(path + "/" + each.getKey(), each.getValue(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                addLeaves(path + "/" + i, node.get(i), leaves);
            }
        } else {
            leaves.add(path + "=" + node.asText());
        }
    }
}
