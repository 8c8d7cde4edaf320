package io.odsconnect.smt;

import io.odsconnect.smt.digest.DigestJudge;
import io.odsconnect.smt.digest.DigestOptions;
import io.odsconnect.smt.digest.DigestVerifier;
import io.odsconnect.smt.record.RecordPart;
import io.odsconnect.smt.record.RecordStep;
import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Computes the digest of a record's row again and compares it with the one that {@link RecordDigest} put into a header
 * or field. A record that does not match fails, so that it goes to the dead-letter queue where there is one, or is
 * marked in a header.
 *
 * <p>A record without a row passes unverified, as {@link RecordDigest} lets it pass: a tombstone, a delete without
 * {@code before}.
 */
public abstract class VerifyDigest<R extends ConnectRecord<R>> extends RecordTransform<R> {

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

    VerifyDigest(RecordPart part) {
        super("VerifyDigest", part, CONFIG_DEF, config -> {
            DigestJudge judge = new DigestJudge(
                    new DigestVerifier(new DigestOptions(config)),
                    part,
                    isFail(config, ON_MISMATCH),
                    isFail(config, ON_MISSING),
                    config.getString(MARK_HEADER));
            return new RecordStep<>() {
                @Override
                public R apply(R record) {
                    return judge.apply(record);
                }

                @Override
                public void close() {
                    judge.close();
                }
            };
        });
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
