package io.odsconnect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.config.UnknownOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerMistakesTest {

    @Test
    void aReferenceThatNoProviderReplacedIsToldAtItsOptionWithoutItsText() {
        assertThat(WorkerMistakes.of(Map.of(
                        "store.password",
                        "${file:/etc/secret.properties:password}",
                        "transforms.route.replacement",
                        "ods.${table}",
                        "name",
                        "cards")))
                .containsOnlyKeys("store.password")
                .hasEntrySatisfying(
                        "store.password",
                        sentence -> assertThat(sentence)
                                .contains("config.providers")
                                .doesNotContain("secret"));
    }

    @Test
    void aDeadLetterTopicThatNothingGoesToIsTold() {
        assertThat(WorkerMistakes.of(Map.of("errors.deadletterqueue.topic.name", "dead")))
                .containsOnlyKeys("errors.deadletterqueue.topic.name")
                .hasEntrySatisfying(
                        "errors.deadletterqueue.topic.name",
                        sentence -> assertThat(sentence).contains("errors.tolerance"));
        Map<String, String> right = Map.of("errors.deadletterqueue.topic.name", "dead", "errors.tolerance", "all");
        assertThat(WorkerMistakes.of(right)).isEmpty();
        assertThat(WorkerMistakes.dropsBadRecords(right)).isFalse();
    }

    @Test
    void toleranceWithoutADeadLetterTopicDropsBadRecords() {
        assertThat(WorkerMistakes.dropsBadRecords(Map.of("errors.tolerance", "all")))
                .isTrue();
        assertThat(WorkerMistakes.dropsBadRecords(Map.of("errors.tolerance", "none")))
                .isFalse();
        assertThat(WorkerMistakes.dropsBadRecords(Map.of())).isFalse();
    }

    @Test
    void anOptionOfATopicThatIsNotReadIsFoundWhereTheTopicsAreKnown() {
        UnknownOptions options = UnknownOptions.besideThoseOfTheWorker()
                .know(List.of("key.template", "batch.size"))
                .knowWithAnythingBehind(List.of("key.template"));
        Map<String, String> props = Map.of(
                "topics", "ods.BANK.CARD.bulk, ods.BANK.LOAN",
                "predicates", "bulk",
                "predicates.bulk.type", "TopicNameMatches",
                "batch.size", "10",
                "key.template.ods.BANK.CARD", "card:{ID}",
                "key.template.ods.BANK.CRAD", "card:{ID}",
                "key.template.ods.BANK.LOAN", "loan:{ID}");
        assertThat(WorkerMistakes.ofTopicsNotRead(props, options)).containsExactly("key.template.ods.BANK.CRAD");

        Map<String, String> renamed = new HashMap<>(props);
        renamed.put("transforms", "route");
        assertThat(WorkerMistakes.ofTopicsNotRead(renamed, options)).isEmpty();
        Map<String, String> pattern = new HashMap<>(props);
        pattern.remove("topics");
        pattern.put("topics.regex", "ods.*");
        assertThat(WorkerMistakes.ofTopicsNotRead(pattern, options)).isEmpty();
        pattern.put("topics.regex", "ods\\.BANK\\.(CARD|LOAN)\\.bulk");
        assertThat(WorkerMistakes.ofTopicsNotRead(pattern, options)).containsExactly("key.template.ods.BANK.CRAD");
        pattern.put("topics.regex", "ods\\.BANK\\.[A-Z]{4}");
        assertThat(WorkerMistakes.ofTopicsNotRead(pattern, options)).isEmpty();
        pattern.put("topics.regex", "ods\\.(");
        assertThat(WorkerMistakes.ofTopicsNotRead(pattern, options)).isEmpty();
    }
}
