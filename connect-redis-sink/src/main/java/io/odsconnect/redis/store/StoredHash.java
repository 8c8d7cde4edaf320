package io.odsconnect.redis.store;

import io.odsconnect.redis.encoding.MessagePackStrings;
import io.odsconnect.redis.mapping.RedisWrite;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;

/** Rows as hashes: compared field by field, byte by byte. */
record StoredHash(WriteRules rules) implements StoredForm {

    @Override
    public ReadStep read(byte[] key) {
        return new ReadStep(Command.HGETALL, key);
    }

    @Override
    public ReadStep readPosition(byte[] key) {
        return new ReadStep(Command.HGET, key, StoredForm.bytes(rules.positionField()));
    }

    @Override
    public @Nullable Long positionOf(ReadStep position) {
        return StoredForm.position(position.text());
    }

    @Override
    public @Nullable Stored stored(ReadStep row) {
        List<?> answer = row.list();
        if (answer.isEmpty()) {
            return null;
        }
        Map<String, byte[]> fields = new LinkedHashMap<>();
        for (int i = 0; i < answer.size(); i += 2) {
            fields.put(new String((byte[]) answer.get(i), StandardCharsets.UTF_8), (byte[]) answer.get(i + 1));
        }
        String position = text(fields.remove(rules.positionField()));
        String index = rules.indexType() == IndexType.NONE ? null : text(fields.remove(rules.indexField()));
        return new Stored(StoredForm.position(position), index, fields);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public List<String> differences(Stored stored, RedisWrite write) {
        Map<String, byte[]> wanted = MessagePackStrings.fields(write.value()[0]);
        Map<String, ?> found = Objects.requireNonNull(stored.fields());
        Set<String> names = new TreeSet<>(wanted.keySet());
        names.addAll(found.keySet());
        names.removeIf(name -> Arrays.equals(wanted.get(name), (byte[]) found.get(name)));
        return List.copyOf(names);
    }
}
