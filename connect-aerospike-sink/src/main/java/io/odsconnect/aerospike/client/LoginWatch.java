package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeClient;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.common.sink.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Distinguishes an unreachable cluster from one that no longer accepts the login (the password was changed, the user was
 * dropped). To the client both look the same: there is no node left.
 */
public final class LoginWatch {

    private final AerospikeClient client;
    private final AerospikeSinkConfig config;

    /** Watches a client that was connected as {@code config} says. */
    public LoginWatch(AerospikeClient client, AerospikeSinkConfig config) {
        this.client = client;
        this.config = config;
    }

    /**
     * Returns outcomes as they are, or with {@link Outcome.Fatal} for each write to be tried again where the cluster
     * refuses the user. Connects once more to find out, if no node is left.
     */
    public List<Outcome> explain(List<Outcome> outcomes) {
        if (!config.logsIn()
                || client.getNodes().length > 0
                || outcomes.stream().noneMatch(Outcome.Retry.class::isInstance)) {
            return outcomes;
        }
        Optional<String> refusal = ClusterCheck.of(config).stream()
                .filter(problem -> !problem.mayPass())
                .map(ClusterCheck.Problem::sentence)
                .findFirst();
        return refusal.isEmpty() ? outcomes : withRefusal(outcomes, refusal.get());
    }

    private static List<Outcome> withRefusal(List<Outcome> outcomes, String sentence) {
        List<Outcome> explained = new ArrayList<>(outcomes.size());
        for (Outcome outcome : outcomes) {
            explained.add(
                    outcome instanceof Outcome.Retry retry ? new Outcome.Fatal(sentence, retry.cause()) : outcome);
        }
        return explained;
    }
}
