package io.odsconnect.aerospike.mapping;

import com.aerospike.client.AerospikeException;
import com.aerospike.client.Bin;
import com.aerospike.client.Value;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.aerospike.config.BinNameStrategy;
import io.odsconnect.aerospike.protocol.AerospikeWrite;
import io.odsconnect.aerospike.protocol.Lifetime;
import io.odsconnect.aerospike.protocol.RowKey;
import io.odsconnect.aerospike.protocol.RowSet;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Columns;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.Row;
import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.expiry.ExpiryRule;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.template.Template;
import java.nio.charset.StandardCharsets;
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

    private final AerospikeSinkConfig config;
    private final ExpiryRule expiry;
    private final String markerSuffix;
    private final int longestSet;
    private final Lifetime ttl;
    private final Lifetime markerTtl;
    private final BinNameStrategy binNameStrategy;

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
        this.longestSet = LONGEST_SET - markerSuffix.length();
        this.ttl = config.ttl();
        this.markerTtl = config.markerTtl();
        this.binNameStrategy = config.binNameStrategy();
    }

    /**
     * Returns the writes for an event: one for its row, and before it a delete of the old one where the event moved
     * the row to another user key, set or namespace. None for a tombstone that tells too little and comes after a delete that
     * told all.
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
        int size = sizeOf(key);
        for (Bin bin : bins) {
            size += sizeOf(bin);
        }
        return new AerospikeWrite(key, bins, position, false, lifetime, size);
    }

    private AerospikeWrite delete(RowKey key, long position) {
        return new AerospikeWrite(key, List.of(), position, true, markerTtl, sizeOf(key));
    }

    private static int sizeOf(RowKey key) {
        try {
            return OVERHEAD + key.userKey().estimateSize();
        } catch (AerospikeException e) {
            throw noUtf8("The user key", e);
        }
    }

    private static int sizeOf(Bin bin) {
        try {
            return bin.name.length() + bin.value.estimateSize() + 8;
        } catch (AerospikeException e) {
            throw noUtf8("Bin " + bin.name, e);
        }
    }

    /** A text from JSON may have half of a surrogate pair in it. The client says where, and nothing of the value. */
    private static BadRecordException noUtf8(String what, AerospikeException why) {
        return new BadRecordException(
                what + " has a text that is not valid Unicode (" + why.getBaseMessage() + ")", why);
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
                || name.indexOf(';') >= 0) {
            throw new BadRecordException("set.template gives a set whose name is longer than " + longestSet + " bytes ("
                    + LONGEST_SET + " less the suffix of the set of delete markers), or has a colon or semicolon in it:"
                    + " choose another with set.template or set.template.<topic>");
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
                    .<UserKeys>map(UserKeys.FromTemplate::new)
                    .orElseGet(UserKeys.FromRecordKey::new);
        }

        RowKey key(ChangeEvent event) {
            return new RowKey(namespace.of(event), rowSet(set.of(event)), userKeys.of(event));
        }

        /** Returns where the row was before the event; null where the event does not tell. */
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
