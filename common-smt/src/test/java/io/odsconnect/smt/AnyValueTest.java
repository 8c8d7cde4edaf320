package io.odsconnect.smt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/**
 * Every transform with every value that Connect's data model allows, with schema and without, in rows, envelopes, keys and
 * headers: the result is a good record or a DataException that quotes no value.
 */
class AnyValueTest {

    private static final int ROUNDS = 1_000;
    private static final Pattern QUOTES_VALUE = Pattern.compile(AnyRecords.SECRET);

    private final long seed = Long.getLong("seed", new SecureRandom().nextLong());
    private final AnyRecords records = new AnyRecords(new Random(seed));

    private static Map<String, Supplier<Transformation<SinkRecord>>> transforms() {
        Map<String, Supplier<Transformation<SinkRecord>>> all = new LinkedHashMap<>();
        String keyset = "g:AES-256-GCM:" + key(32, 1) + ",s:AES-256-SIV:" + key(64, 2) + ",f:FF1:" + key(32, 3);
        for (String algorithm : new String[] {"AES-256-GCM", "AES-256-SIV", "FF1"}) {
            for (String fields : new String[] {"A", "A,B", ""}) {
                Map<String, String> options = new HashMap<>(
                        Map.of("fields", fields, "algorithm", algorithm, "keyset", keyset, "missing.fields", "ignore"));
                all.put("encrypt " + options, () -> with(new EncryptFields.Value<>(), options));
                all.put("decrypt " + options, () -> with(new DecryptFields.Value<>(), options));
                all.put("decrypt key " + options, () -> with(new DecryptFields.Key<>(), options));
                Map<String, String> bound = new HashMap<>(options);
                bound.put("context", "{B}");
                all.put("encrypt " + bound, () -> with(new EncryptFields.Value<>(), bound));
                if (!algorithm.equals("AES-256-GCM")) {
                    all.put("encrypt key " + options, () -> with(new EncryptFields.Key<>(), options));
                }
            }
        }
        Map<String, String> sealing =
                Map.of("fields", "A,B", "algorithm", "FF1", "keyset", keyset, "ff1.on.unsuitable", "AES-256-SIV");
        all.put("encrypt " + sealing, () -> with(new EncryptFields.Value<>(), sealing));
        for (Map<String, String> options : List.of(
                Map.of("fields", "A,B", "missing.fields", "ignore"),
                Map.of("fields", "A", "mode", "hash", "salt", key(32, 4)))) {
            all.put("mask " + options, () -> with(new MaskFields.Value<>(), options));
            all.put("mask key " + options, () -> with(new MaskFields.Key<>(), options));
        }
        for (Map<String, String> options : List.of(
                Map.<String, String>of(),
                Map.of("field", "D"),
                Map.of("include", "A"),
                Map.of("exclude", "B"),
                Map.of("form", "plain-json"))) {
            all.put("digest " + options, () -> with(new RecordDigest.Value<>(), options));
            all.put("digest key " + options, () -> with(new RecordDigest.Key<>(), options));
            all.put("verify " + options, () -> with(new VerifyDigest.Value<>(), options));
            Map<String, String> marking = new HashMap<>(options);
            marking.put("on.missing", "mark");
            marking.put("on.mismatch", "mark");
            all.put("verify key " + marking, () -> with(new VerifyDigest.Key<>(), marking));
        }
        String everything = "a:uuid.random,b:uuid.stable,c:event.time,d:event.time.us,e:processing.time,f:operation,"
                + "g:source.name,h:source.table,i:source.position,j:schema.version,k:value.size,l:static:x";
        all.put(
                "metadata",
                () -> with(new InsertMetadata.Value<>(), Map.of("headers", everything, "fields", everything)));
        all.put(
                "metadata key",
                () -> with(new InsertMetadata.Key<>(), Map.of("headers", everything, "fields", "t:source.table")));
        for (String template : new String[] {
            "{A}",
            "{key.A}:{value.B}",
            "{header.H}",
            "{topic}:{header.__debezium.newkey|sha256:4}",
            "{A|pad:9|upper|trim}"
        }) {
            all.put("template " + template, () -> with(new KeyTemplate<>(), Map.of("template", template)));
        }
        all.put("original topic", () -> with(new OriginalTopic<>(), Map.of("headers", "__debezium.newkey")));
        for (String mode : new String[] {"rewrite", "tombstone", "drop"}) {
            all.put("flatten " + mode, () -> with(new FlattenEnvelope<>(), Map.of("delete.handling.mode", mode)));
        }
        for (String format : new String[] {"json", "avro"}) {
            all.put(
                    "size " + format,
                    () -> with(new RecordSize<>(), Map.of("max.bytes", "1", "on.exceed", "mark", "format", format)));
            all.put(
                    "drop " + format,
                    () -> with(
                            new RecordSize<>(),
                            Map.of("max.bytes", "60", "on.exceed", "drop", "drop.fields", "A,B", "format", format)));
        }
        return all;
    }

    private static String key(int length, int fill) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Transformation<SinkRecord> with(Transformation<SinkRecord> transform, Map<String, String> options) {
        transform.configure(options);
        return transform;
    }

    @Test
    void everyTransformTakesEveryValueOrRefusesItWithoutTellingIt() {
        System.out.println("The seed is " + seed + "; -Dseed=… runs it again");
        Map<String, Transformation<SinkRecord>> all = new LinkedHashMap<>();
        transforms().forEach((name, transform) -> all.put(name, transform.get()));
        Map<String, Integer> taken = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            SinkRecord record = records.next();
            all.forEach((name, transform) -> {
                try {
                    transform.apply(record);
                    taken.merge(name, 1, Integer::sum);
                } catch (DataException e) {
                    assertThatItTellsNothing(name, e);
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed + ", " + name + ", " + e.getClass(), e);
                }
            });
        }
        // Transforms that refuse everything would pass as well. A few need what is rare here, such as encrypted texts.
        assertThat(taken).hasSizeGreaterThan(all.size() * 2 / 3);
        all.values().forEach(Transformation::close);
    }

    private void assertThatItTellsNothing(String name, DataException e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        assertThat(QUOTES_VALUE.matcher(trace.toString()).find())
                .as("seed %d, %s tells a value: %s", seed, name, trace)
                .isFalse();
        assertThat(e.getMessage()).as("seed %d, %s", seed, name).doesNotContain("made the transform fail with");
    }
}
