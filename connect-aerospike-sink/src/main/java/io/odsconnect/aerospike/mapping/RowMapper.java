package io.odsconnect.aerospike.mapping;

import com.aerospike.client.Bin;
import com.aerospike.client.Value;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.aerospike.config.BinNameStrategy;
import io.odsconnect.aerospike.protocol.AerospikeWrite;
import io.odsconnect.aerospike.protocol.Lifetime;
import io.odsconnect.aerospike.protocol.RowKey;
import io.odsconnect.aerospike.protocol.RowSet;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.expiry.ExpiryRule;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.value.Columns;
import io.odsconnect.common.value.Row;
import io.odsconnect.common.value.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Turns events into writes: which record, and which bins. Not safe for use by several threads. */
public final class RowMapper {

    /** What the server takes, in bytes of UTF-8. */
    private static final int LONGEST_SET = 63;
    /** What a record takes on the wire beside its bins and their names. */
    private static final int OVERHEAD = 80;
    /** How many a namespace can have. */
    private static final int MOST_SETS = 4095;
    /**
     * What no server takes in one record, in bytes: max-record-size is 8 MiB at most, and the client's estimate may be
     * somewhat above what is stored. A row that is far larger would end the connection instead of being refused.
     */
    private static final int LARGEST_ROW = 9 * 1024 * 1024;

    private final AerospikeSinkConfig config;
    private final ExpiryRule expiry;
    private final String markerSuffix;
    private final int longestSet;
    private final Lifetime ttl;
    private final Lifetime markerTtl;
    private final BinNameStrategy binNameStrategy;
    private final boolean guards;
    private final boolean sendsKey;

    private final Map<String, RowSet> sets = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RowSet> eldest) {
            return size() > MOST_SETS;
        }
    };

    private @Nullable RowSet lastSet;
    private final Map<String, TopicMapping> topics = new HashMap<>();

    /** Maps rows as the connector's options say. */
    public RowMapper(AerospikeSinkConfig config) {
        this.config = config;
        this.expiry = config.expiry();
        this.markerSuffix = config.markerSetSuffix();
        this.longestSet = LONGEST_SET - markerSuffix.getBytes(StandardCharsets.UTF_8).length;
        this.ttl = config.ttl();
        this.markerTtl = config.markerTtl();
        this.sendsKey = config.writeRules().sendKey();
        this.guards = config.shared().positionGuard();
        this.binNameStrategy = config.binNameStrategy();
    }

    /**
     * Returns the writes for an event: one for its row, and before it a delete of the old one where the event moved
     * the row to another user key, set or namespace. None for a tombstone that does not identify the row and follows a delete
     * that does.
     *
     * @throws DataException if Aerospike cannot take such an event
     */
    public List<AerospikeWrite> map(ChangeEvent event) {
        TopicMapping topic = topics.computeIfAbsent(event.topic(), TopicMapping::new);
        Row after = event.after();
        if (after == null) {
            return deleted(topic, event);
        }
        RowKey key = topic.key(event);
        AerospikeWrite put = written(topic, key, after, event.position());
        AerospikeWrite row = event.operation() == Operation.READ ? put.asBulk() : put;
        RowKey before = topic.keyBefore(event);
        return before == null || before.equals(key) ? List.of(row) : List.of(delete(before, event.position()), row);
    }

    private List<AerospikeWrite> deleted(TopicMapping topic, ChangeEvent event) {
        try {
            return List.of(delete(topic.key(event), event.position()));
        } catch (DataException e) {
            if (event.repeatsDelete()) {
                return List.of();
            }
            throw e;
        }
    }

    /** Returns the put of a row, or its delete where its time is over: that holds against older rows, too. */
    private AerospikeWrite written(TopicMapping topic, RowKey key, Row row, long position) {
        Expiry goes = expiry.column() == null ? null : expiry.of(row);
        if (goes != null && goes.isOver(System.currentTimeMillis())) {
            return delete(key, position);
        }
        List<Bin> bins = topic.bins(row.columns()).of(row);
        return put(key, bins, position, goes == null ? ttl : Lifetime.of(goes));
    }

    private AerospikeWrite put(RowKey key, List<Bin> bins, long position, Lifetime lifetime) {
        if (bins.isEmpty() && position == ChangeEvent.NO_POSITION) {
            throw new BadRecordException(
                    "All columns are null and there is no position: Aerospike has no empty record");
        }
        long size = sizeOf(key);
        for (Bin bin : bins) {
            size += sizeOf(bin);
        }
        if (size > LARGEST_ROW) {
            throw tooLarge(bins, size);
        }
        return kept(new AerospikeWrite(key, bins, position, false, lifetime, (int) size));
    }

    private static BadRecordException tooLarge(List<Bin> bins, long size) {
        Bin largest = Collections.max(bins, Comparator.comparingInt(RowMapper::sizeOf));
        return new BadRecordException(
                "The row takes " + size + " bytes, of which bin " + largest.name + " takes " + sizeOf(largest)
                        + ", and no server takes more than 8 MiB in a record: leave out columns with a transform");
    }

    private AerospikeWrite kept(AerospikeWrite write) {
        return guards && write.position() == ChangeEvent.NO_POSITION ? write.keepingPosition() : write;
    }

    private AerospikeWrite delete(RowKey key, long position) {
        // Either of them identifies the row of a marker.
        List<Bin> bins = sendsKey || !guards ? List.of() : List.of(new Bin(RowKey.BIN, key.row().digest));
        return kept(new AerospikeWrite(key, bins, position, true, markerTtl, sizeOf(key)));
    }

    private static int sizeOf(RowKey key) {
        return OVERHEAD + key.userKey().estimateSize();
    }

    private static int sizeOf(Bin bin) {
        return bin.name.length() + bin.value.estimateSize() + 8;
    }

    /** Returns the set of this name; mostly it is that of the row before. */
    private RowSet rowSet(String name) {
        RowSet set = lastSet;
        if (set == null || !set.name().equals(name)) {
            set = sets.computeIfAbsent(name, this::checkedSet);
            lastSet = set;
        }
        return set;
    }

    private RowSet checkedSet(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > longestSet
                || name.indexOf(':') >= 0
                || name.indexOf(';') >= 0
                || name.indexOf('\0') >= 0
                || !Utf8.isText(name)) {
            throw new BadRecordException("set.template gives a set whose name is longer than " + longestSet + " bytes ("
                    + LONGEST_SET
                    + " less the suffix of the set of delete markers), or has a colon, a semicolon, a zero"
                    + " byte or half a surrogate pair in it: choose another with set.template or set.template.<topic>");
        }
        return new RowSet(name, name + markerSuffix);
    }

    /** What is the same for all rows of a topic. */
    private final class TopicMapping {

        private final Template namespace;
        private final Template set;
        private final UserKeys userKeys;
        private @Nullable Bins bins;

        TopicMapping(String topic) {
            namespace = config.namespaceTemplate(topic);
            set = config.setTemplate(topic);
            userKeys = config.keyTemplate(topic)
                    .<UserKeys>map(template -> new UserKeys.FromTemplate(template, sendsKey))
                    .orElseGet(() -> new UserKeys.FromRecordKey(sendsKey));
        }

        RowKey key(ChangeEvent event) {
            return new RowKey(namespace.of(event), rowSet(set.of(event)), userKeys.of(event));
        }

        /** Returns where the row was before the event; null if the event does not contain it. */
        @Nullable
        RowKey keyBefore(ChangeEvent event) {
            String oldNamespace = namespace.ofBefore(event);
            String oldSet = set.ofBefore(event);
            Value oldKey = userKeys.ofBefore(event);
            return oldNamespace == null || oldSet == null || oldKey == null
                    ? null
                    : new RowKey(oldNamespace, rowSet(oldSet), oldKey);
        }

        private String binOf(String column) {
            String mapped = config.binNames().get(column);
            return mapped == null ? binNameStrategy.binOf(column) : mapped;
        }

        Bins bins(Columns columns) {
            Bins known = bins;
            if (known == null || !known.isFor(columns)) {
                known = new Bins(columns, this::binOf, config.positionBin());
                bins = known;
            }
            return known;
        }
    }
}
