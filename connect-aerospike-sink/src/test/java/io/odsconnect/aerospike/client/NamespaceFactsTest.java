package io.odsconnect.aerospike.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceFactsTest {

    @Test
    void aNamespaceWithStrongConsistencyTakesDurableDeletesUnlessItSaysOtherwise() {
        assertThat(facts("strong-consistency", "true").needsDurableDeletes()).isTrue();
        assertThat(facts("strong-consistency", "true", "strong-consistency-allow-expunge", "true")
                        .needsDurableDeletes())
                .isFalse();
        assertThat(facts("strong-consistency", "false").needsDurableDeletes()).isFalse();
        assertThat(facts("disallow-expunge", "true").needsDurableDeletes()).isTrue();
    }

    @Test
    void recordsExpireWhereNsupRunsOrNeedNotRun() {
        assertThat(facts("nsup-period", "120").expires()).isTrue();
        assertThat(facts("nsup-period", "0").expires()).isFalse();
        assertThat(facts("nsup-period", "0", "allow-ttl-without-nsup", "true").expires())
                .isTrue();
    }

    @Test
    void anUnknownNamespaceIsToldByItsType() {
        assertThat(facts("type", "unknown").exists()).isFalse();
        assertThat(new NamespaceFacts("n", Map.of()).exists()).isFalse();
        assertThat(facts("nsup-period", "0").exists()).isTrue();
    }

    @Test
    void conflictsThatAreResolvedByGenerationMatterWhereRecordsAreOnSeveralNodes() {
        assertThat(facts("conflict-resolution-policy", "generation", "ns_cluster_size", "3")
                        .resolvesByGeneration())
                .isTrue();
        assertThat(facts("conflict-resolution-policy", "generation", "ns_cluster_size", "1")
                        .resolvesByGeneration())
                .isFalse();
        assertThat(facts("conflict-resolution-policy", "last-update-time", "ns_cluster_size", "3")
                        .resolvesByGeneration())
                .isFalse();
        assertThat(facts("conflict-resolution-policy", "generation", "strong-consistency", "true")
                        .resolvesByGeneration())
                .isFalse();
    }

    @Test
    void recordsMoveWhilePartitionsAreLeftToBeMoved() {
        assertThat(facts("migrate_tx_partitions_remaining", "0", "migrate_rx_partitions_remaining", "7")
                        .moves())
                .isTrue();
        assertThat(facts("migrate_tx_partitions_remaining", "0", "migrate_rx_partitions_remaining", "0")
                        .moves())
                .isFalse();
    }

    private static NamespaceFacts facts(String... settings) {
        return settings.length == 2
                ? new NamespaceFacts("n", Map.of(settings[0], settings[1]))
                : new NamespaceFacts("n", Map.of(settings[0], settings[1], settings[2], settings[3]));
    }
}
