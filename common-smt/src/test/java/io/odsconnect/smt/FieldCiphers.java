package io.odsconnect.smt;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Encrypts and decrypts fields of records in tests. */
final class FieldCiphers {

    static final String CARD_NO = "4000001234567899";
    /** Two keys for AES-256-GCM, one for AES-256-SIV and one for FF1. */
    static final String KEYSET = "gcm.2:AES-256-GCM:" + key(32, 2) + ",gcm.1:AES-256-GCM:" + key(32, 1)
            + ",siv.1:AES-256-SIV:" + key(64, 3) + ",ff1.1:FF1:" + key(32, 4);

    private FieldCiphers() {}

    /** Returns a key in Base64, all of whose bytes are {@code fill}. */
    static String key(int length, int fill) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Returns options to encrypt or decrypt CARD_NO, and more options as names and values. */
    static Map<String, String> options(String... more) {
        Map<String, String> options = new HashMap<>();
        options.put("fields", "CARD_NO");
        options.put("keyset", KEYSET);
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    static SinkRecord encrypt(SinkRecord record, Map<String, String> options) {
        try (EncryptFields<SinkRecord> transform = new EncryptFields.Value<>()) {
            transform.configure(options);
            return transform.apply(record);
        }
    }

    static SinkRecord decrypt(SinkRecord record, Map<String, String> options) {
        try (DecryptFields<SinkRecord> transform = new DecryptFields.Value<>()) {
            Map<String, String> own = new HashMap<>(options);
            own.remove("key.id");
            transform.configure(own);
            return transform.apply(record);
        }
    }

    static @Nullable Object field(SinkRecord record, String name) {
        return record.value() instanceof Struct struct ? struct.get(name) : ((Map<?, ?>) record.value()).get(name);
    }

    static String text(SinkRecord record, String name) {
        return String.valueOf(field(record, name));
    }

    static SinkRecord withField(SinkRecord record, String name, @Nullable Object value) {
        Struct old = (Struct) record.value();
        Struct struct = new Struct(old.schema());
        for (Field field : old.schema().fields()) {
            struct.put(field, field.name().equals(name) ? value : old.get(field));
        }
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                struct.schema(),
                struct,
                record.timestamp());
    }
}
