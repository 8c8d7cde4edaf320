package io.odsconnect.smt.digest;

import io.odsconnect.smt.record.RecordHeaders;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.TransformMetrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Counts what verifying finds, and fails or marks records by it. Not safe for use by several threads. */
public final class DigestJudge implements AutoCloseable {

    private final DigestVerifier verifier;
    private final RecordPart part;
    private final boolean failMismatch;
    private final boolean failMissing;
    private final String markHeader;
    private final Map<DigestVerdict, LongAdder> counters = new EnumMap<>(DigestVerdict.class);
    private @Nullable TransformMetrics metrics;

    /**
     * Makes a judge.
     *
     * @param failMismatch whether records with another digest fail; else they are marked
     * @param failMissing whether records without a digest fail; else they are marked
     * @param markHeader the header for the mark
     */
    public DigestJudge(
            DigestVerifier verifier, RecordPart part, boolean failMismatch, boolean failMissing, String markHeader) {
        this.verifier = verifier;
        this.part = part;
        this.failMismatch = failMismatch;
        this.failMissing = failMissing;
        this.markHeader = markHeader;
    }

    /**
     * Returns the record, marked where records are; the record itself where it has no row to verify.
     *
     * @throws DataException if it has not the digest that it should have
     */
    public <R extends ConnectRecord<R>> R apply(R record) {
        Object value = part.value(record);
        if (value == null) {
            return record;
        }
        Optional<DigestVerdict> found = verifier.verify(record, part.schema(record), value);
        if (found.isEmpty()) {
            return record;
        }
        DigestVerdict verdict = found.get();
        count(verdict);
        if (verdict == DigestVerdict.MISSING && failMissing) {
            throw new DataException("It has no digest in " + verifier.place());
        }
        if (verdict == DigestVerdict.MISMATCH && failMismatch) {
            throw new DataException("The row does not have the digest in " + verifier.place()
                    + ": it was changed, or the digest was made with another algorithm, key or choice of fields"
                    + verifier.hint(part.schema(record), value));
        }
        return failMismatch && failMissing
                ? record
                : RecordHeaders.with(record, markHeader, Schema.STRING_SCHEMA, verdict.word());
    }

    @Override
    public void close() {
        if (metrics != null) {
            metrics.close();
            metrics = null;
        }
    }

    private void count(DigestVerdict verdict) {
        if (metrics == null) {
            metrics = TransformMetrics.start("verify-digest", Map.of("part", part.word(), "digest", verifier.place()));
            for (DigestVerdict each : DigestVerdict.values()) {
                counters.put(each, metrics.counter(each.word() + "-total", "Records verified as " + each.word()));
            }
        }
        LongAdder counter = counters.get(verdict);
        if (counter != null) {
            counter.increment();
        }
    }
}
