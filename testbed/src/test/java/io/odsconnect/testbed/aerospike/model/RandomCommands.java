package io.odsconnect.testbed.aerospike.model;

import com.aerospike.client.Key;
import com.aerospike.client.policy.GenerationPolicy;
import com.aerospike.client.policy.RecordExistsAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes up commands on a few keys and bins, so that they meet each other often. */
public final class RandomCommands {

    private static final List<String> BINS = List.of("a", "b", "c");

    private final Random random;
    private final List<Key> keys;
    private final RandomTerms terms;

    /** Makes up commands on these keys. */
    public RandomCommands(Random random, List<Key> keys) {
        this.random = random;
        this.keys = keys;
        this.terms = new RandomTerms(random, BINS);
    }

    /** Returns the next one. */
    public Command next() {
        List<Step> steps = new ArrayList<>();
        if (random.nextInt(8) > 0) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                steps.add(step());
            }
        }
        return new Command(
                any(keys),
                random.nextInt(3) == 0 ? any(List.of(RecordExistsAction.values())) : RecordExistsAction.UPDATE,
                random.nextInt(4) == 0 ? any(List.of(GenerationPolicy.values())) : GenerationPolicy.NONE,
                random.nextInt(5),
                random.nextInt(3) == 0 ? terms.truth(random.nextInt(4)) : null,
                List.copyOf(steps));
    }

    private Step step() {
        return switch (random.nextInt(20)) {
            case 0 -> new Step.Clear();
            case 1 -> new Step.Touch();
            case 2, 3, 4 -> new Step.Add(any(BINS), random.nextInt(3) > 0 ? (Number) number() : fraction());
            case 5, 6 -> new Step.Join(any(BINS), "x", random.nextBoolean());
            default -> new Step.Put(any(BINS), value());
        };
    }

    private @Nullable Object value() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> null;
            case 2 -> random.nextBoolean();
            case 3 -> fraction();
            case 4, 5 -> "abc".substring(random.nextInt(3));
            default -> number();
        };
    }

    private Long number() {
        return random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(7) - 3L;
    }

    private Double fraction() {
        return random.nextInt(9) / 2.0 - 2;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
