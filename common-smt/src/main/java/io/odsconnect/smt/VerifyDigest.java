package io.odsconnect.smt;

import io.odsconnect.common.Version;
import io.odsconnect.smt.digest.DigestOptions;
import io.odsconnect.smt.digest.DigestVerdict;
import io.odsconnect.smt.digest.DigestVerifier;
import io.odsconnect.smt.record.Failures;
import io.odsconnect.smt.record.RecordHeaders;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.TransformMetrics;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Computes the digest of a record's row again and compares it with the one that {@link RecordDigest} put into a header
 * or field. A record that does not match fails, so that it goes to the dead-letter queue where there is one, or is
 * marked in a header.
 *
 * <p>A record without a row passes unverified, as {@link RecordDigest} lets it pass: a tombstone, a delete without
 * {@code before}.
 */
public abstract class VerifyDigest<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** What it does, in a sentence. */
    public static final String OVERVIEW_DOC =
            "Compute the digest of the row again and compare it with the one that RecordDigest put into a header or field; "
                    + "fail or mark a record that does not match."
                    + "<p/>Use the concrete transformation type for the record key (<code>" + Key.class.getName()
                    + "</code>) or value (<code>" + Value.class.getName() + "</code>).";

    /** Option: what to do with a record whose digest does not match. */
    public static final String ON_MISMATCH = "on.mismatch";
    /** Option: what to do with a record without a digest. */
    public static final String ON_MISSING = "on.missing";
    /** Option: the header for the mark. */
    public static final String MARK_HEADER = "mark.header";

    private static final String FAIL = "fail";
    private static final String MARK = "mark";
    private static final String GROUP = "Verdict";

    /** The options. */
    public static final ConfigDef CONFIG_DEF = DigestOptions.define(new ConfigDef())
            .define(
                    ON_MISMATCH,
                    ConfigDef.Type.STRING,
                    FAIL,
                    CaseInsensitiveValidString.in(FAIL, MARK),
                    Importance.HIGH,
                    "What to do with a record whose row has another digest: fail it, or mark it and let it pass.",
                    GROUP,
                    1,
                    Width.SHORT,
                    "On mismatch")
            .define(
                    ON_MISSING,
                    ConfigDef.Type.STRING,
                    FAIL,
                    CaseInsensitiveValidString.in(FAIL, MARK),
                    Importance.HIGH,
                    "What to do with a record without a digest: fail it, or mark it and let it pass. Who can write to the topic "
                            + "can leave the digest out.",
                    GROUP,
                    2,
                    Width.SHORT,
                    "On missing")
            .define(
                    MARK_HEADER,
                    ConfigDef.Type.STRING,
                    "odsconnect.digest.verified",
                    new NonEmptyString(),
                    Importance.LOW,
                    "The header for the mark: match, mismatch or missing. Written to every record with a row where on.mismatch "
                            + "or on.missing is mark.",
                    GROUP,
                    3,
                    Width.MEDIUM,
                    "Mark header");

    private final RecordPart part;
    private @Nullable Setup setup;
    private @Nullable TransformMetrics metrics;
    private final Map<DigestVerdict, LongAdder> counters = new EnumMap<>(DigestVerdict.class);

    /** What the options say, ready for use. */
    private record Setup(
            DigestVerifier verifier,
            boolean failMismatch,
            boolean failMissing,
            @Nullable String markHeader) {

        boolean fails(DigestVerdict verdict) {
            return switch (verdict) {
                case MATCH -> false;
                case MISMATCH -> failMismatch;
                case MISSING -> failMissing;
            };
        }
    }

    VerifyDigest(RecordPart part) {
        this.part = part;
    }

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public ConfigDef config() {
        return CONFIG_DEF;
    }

    @Override
    public void configure(Map<String, ?> props) {
        AbstractConfig config = new AbstractConfig(CONFIG_DEF, props, false);
        boolean failMismatch = isFail(config, ON_MISMATCH);
        boolean failMissing = isFail(config, ON_MISSING);
        setup = new Setup(
                new DigestVerifier(new DigestOptions(config)),
                failMismatch,
                failMissing,
                failMismatch && failMissing ? null : config.getString(MARK_HEADER));
    }

    @Override
    public R apply(R record) {
        Object value = part.value(record);
        if (value == null) {
            return record;
        }
        if (setup == null) {
            throw new IllegalStateException("VerifyDigest is not configured");
        }
        Setup ready = setup;
        try {
            Optional<DigestVerdict> verdict = ready.verifier.verify(record, part.schema(record), value);
            return verdict.isPresent() ? judge(record, ready, verdict.get()) : record;
        } catch (DataException | IllegalArgumentException e) {
            throw Failures.of("VerifyDigest", part.word(), record, e);
        }
    }

    @Override
    public void close() {
        setup = null;
        if (metrics != null) {
            metrics.close();
            metrics = null;
        }
    }

    private R judge(R record, Setup ready, DigestVerdict verdict) {
        count(ready, verdict);
        if (ready.fails(verdict)) {
            throw new DataException(
                    verdict == DigestVerdict.MISSING
                            ? "It has no digest in " + ready.verifier.place()
                            : "The row does not have the digest in " + ready.verifier.place()
                                    + ": it was changed, or the digest was made with another algorithm, key or choice of fields");
        }
        return ready.markHeader == null
                ? record
                : RecordHeaders.with(record, ready.markHeader, Schema.STRING_SCHEMA, verdict.word());
    }

    private void count(Setup ready, DigestVerdict verdict) {
        if (metrics == null) {
            metrics = TransformMetrics.start(
                    "verify-digest", Map.of("part", part.word(), "digest", ready.verifier.place()));
            for (DigestVerdict each : DigestVerdict.values()) {
                counters.put(each, metrics.counter(each.word() + "-total", "Records verified as " + each.word()));
            }
        }
        LongAdder counter = counters.get(verdict);
        if (counter != null) {
            counter.increment();
        }
    }

    private static boolean isFail(AbstractConfig config, String option) {
        return config.getString(option).toLowerCase(Locale.ROOT).equals(FAIL);
    }

    /** Verifies the key. */
    public static final class Key<R extends ConnectRecord<R>> extends VerifyDigest<R> {

        /** Called by the worker. */
        public Key() {
            super(RecordPart.KEY);
        }
    }

    /** Verifies the value. */
    public static final class Value<R extends ConnectRecord<R>> extends VerifyDigest<R> {

        /** Called by the worker. */
        public Value() {
            super(RecordPart.VALUE);
        }
    }
}
