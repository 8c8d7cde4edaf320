package io.odsconnect.benchmarks.smt;

import io.odsconnect.smt.EncryptFields;
import io.odsconnect.smt.InsertMetadata;
import io.odsconnect.smt.KeyTemplate;
import io.odsconnect.smt.MaskFields;
import io.odsconnect.smt.RecordDigest;
import io.odsconnect.smt.RecordSize;
import io.odsconnect.smt.VerifyDigest;
import io.odsconnect.smt.canonical.CanonicalEncoder;
import io.odsconnect.smt.canonical.ColumnSelection;
import io.odsconnect.smt.record.Rows;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each transform on one record, beside a bare copy of the record and beside the raw work that is in it: methods whose
 * names begin with {@code raw} do that work and nothing else.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TransformBenchmark {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SourceRecord record = CardRecords.card();
    private final byte[] card = "s4000001234567899".getBytes(StandardCharsets.UTF_8);
    private final byte[] note = "sreplaced on request of the client".getBytes(StandardCharsets.UTF_8);
    private final byte[] cardContext = associated("CARD_NO");
    private final byte[] noteContext = associated("NOTE");
    private final byte[] nonce = new byte[NONCE];
    private final SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
    private final Rows rows = new Rows();
    private final CanonicalEncoder encoder = new CanonicalEncoder(ColumnSelection.ALL);
    private final Transformation<SourceRecord> digest = new RecordDigest.Value<>();
    private final Transformation<SourceRecord> verify = new VerifyDigest.Value<>();
    private final Transformation<SourceRecord> metadata = new InsertMetadata.Value<>();
    private final Transformation<SourceRecord> stableId = new InsertMetadata.Value<>();
    private final Transformation<SourceRecord> keyTemplate = new KeyTemplate<>();
    private final Transformation<SourceRecord> gcm = new EncryptFields.Value<>();
    private final Transformation<SourceRecord> siv = new EncryptFields.Value<>();
    private final Transformation<SourceRecord> ff1 = new EncryptFields.Value<>();
    private final Transformation<SourceRecord> ff1Luhn = new EncryptFields.Value<>();
    private final Transformation<SourceRecord> mask = new MaskFields.Value<>();
    private final Transformation<SourceRecord> size = new RecordSize<>();
    private MessageDigest sha256 = Objects.requireNonNull(sha256());
    private Cipher cipher = Objects.requireNonNull(cipher());
    private SourceRecord digested = record;
    private long counter;

    /** Configures all transforms. */
    @Setup
    public void configure() {
        digest.configure(Map.of());
        verify.configure(Map.of());
        metadata.configure(
                Map.of("headers", "id:uuid.random,op:operation,time:event.time.us,table:source.table,env:static:test"));
        stableId.configure(Map.of("headers", "id:uuid.stable"));
        keyTemplate.configure(Map.of("template", "client:{CUSTOMER_ID}:card:{CARD_NO}"));
        gcm.configure(keyset("AES-256-GCM", 32, Map.of("fields", "CARD_NO,NOTE")));
        siv.configure(keyset("AES-256-SIV", 64, Map.of("fields", "CARD_NO,NOTE")));
        ff1.configure(keyset("FF1", 32, Map.of("fields", "CARD_NO", "ff1.keep.prefix", "6", "ff1.keep.suffix", "4")));
        ff1Luhn.configure(keyset(
                "FF1",
                32,
                Map.of("fields", "CARD_NO", "ff1.keep.prefix", "6", "ff1.keep.suffix", "4", "ff1.luhn", "true")));
        mask.configure(Map.of("fields", "CARD_NO", "keep.prefix", "6", "keep.suffix", "4"));
        size.configure(Map.of());
        digested = digest.apply(record);
    }

    private static Map<String, String> keyset(String algorithm, int bytes, Map<String, String> more) {
        byte[] key = new byte[bytes];
        Arrays.fill(key, (byte) 7);
        Map<String, String> options = new HashMap<>(more);
        options.put("algorithm", algorithm);
        options.put("keyset", "key:" + algorithm + ":" + Base64.getEncoder().encodeToString(key));
        return options;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A copy of the record. */
    @Benchmark
    public SourceRecord bareCopy() {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp());
    }

    /** The row read and written in canonical form, and the JDK's SHA-256 of these bytes. */
    @Benchmark
    public byte[] rawEncodingAndSha256() {
        ByteBuffer form = encoder.encode(rows.read(null, record.value()));
        sha256.update(form);
        return sha256.digest();
    }

    /** RecordDigest with its defaults. */
    @Benchmark
    public SourceRecord recordDigest() {
        return digest.apply(record);
    }

    /** VerifyDigest with its defaults. */
    @Benchmark
    public SourceRecord verifyDigest() {
        return verify.apply(digested);
    }

    /** InsertMetadata with five headers, a random UUID among them. */
    @Benchmark
    public SourceRecord insertMetadata() {
        return metadata.apply(record);
    }

    /** InsertMetadata with the stable UUID, which is a SHA-256. */
    @Benchmark
    public SourceRecord insertStableId() {
        return stableId.apply(record);
    }

    /** KeyTemplate with two fields. */
    @Benchmark
    public SourceRecord keyTemplate() {
        return keyTemplate.apply(record);
    }

    /** The JDK's AES-GCM of two texts with associated data: what two fields cost at least. */
    @Benchmark
    public int rawAesGcmOfTwoFields() throws GeneralSecurityException {
        return seal(card, cardContext).length + seal(note, noteContext).length;
    }

    /** What EncryptFields binds a value to: texts, each behind its length. */
    private static byte[] associated(String field) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String text : List.of("enc1", "AES-256-GCM", "key", "ods.BANK.CARD", field)) {
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(text.length()).array());
            out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private byte[] seal(byte[] plain, byte[] associated) throws GeneralSecurityException {
        ByteBuffer.wrap(nonce).putLong(++counter);
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associated);
        return cipher.doFinal(plain);
    }

    /** EncryptFields with AES-256-GCM and two fields. */
    @Benchmark
    public SourceRecord encryptTwoFieldsAesGcm() {
        return gcm.apply(record);
    }

    /** EncryptFields with AES-256-SIV and two fields. */
    @Benchmark
    public SourceRecord encryptTwoFieldsAesSiv() {
        return siv.apply(record);
    }

    /** EncryptFields with FF1 and six digits of a card number. */
    @Benchmark
    public SourceRecord encryptCardFf1() {
        return ff1.apply(record);
    }

    /** The same with the Luhn check kept: about ten times FF1. */
    @Benchmark
    public SourceRecord encryptCardFf1Luhn() {
        return ff1Luhn.apply(record);
    }

    /** MaskFields with one field. */
    @Benchmark
    public SourceRecord maskOneField() {
        return mask.apply(record);
    }

    /** RecordSize, within the limit. */
    @Benchmark
    public SourceRecord recordSize() {
        return size.apply(record);
    }
}
