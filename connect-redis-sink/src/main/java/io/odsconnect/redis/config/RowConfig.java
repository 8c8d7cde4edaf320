package io.odsconnect.redis.config;

import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.expiry.TtlOptions;
import io.odsconnect.common.template.TopicTemplates;
import io.odsconnect.redis.encoding.RowEncoding;
import io.odsconnect.redis.encoding.ValueFormats;
import io.odsconnect.redis.encoding.ValueType;
import io.odsconnect.redis.mapping.IndexRule;
import io.odsconnect.redis.mapping.RowMapper;
import io.odsconnect.redis.store.IndexType;
import io.odsconnect.redis.store.WriteRules;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What a row is in Redis, typed. */
public final class RowConfig {

    private final AbstractConfig config;
    private final boolean guard;
    private final TopicTemplates keys;
    private final @Nullable IndexRule index;

    /**
     * Reads options that {@link RowRules} has found no fault with.
     *
     * @param guard whether the position rule holds
     * @throws ConfigException if a template is not valid
     */
    RowConfig(AbstractConfig config, boolean guard) {
        this.config = config;
        this.guard = guard;
        this.keys = TopicTemplates.of(config, RowOptions.KEY_TEMPLATE);
        this.index = RowRules.hasIndex(config)
                ? new IndexRule(
                        TopicTemplates.of(config, RowOptions.INDEX_TEMPLATE),
                        indexType(config) == IndexType.ZSET ? config.getString(RowOptions.INDEX_SCORE_FIELD) : null)
                : null;
    }

    /** Returns what turns events into writes. */
    public RowMapper newMapper() {
        return new RowMapper(keys, encoding(), TtlOptions.rule(config), index, System::currentTimeMillis);
    }

    /** Returns what a row is. */
    public ValueType valueType() {
        return constant(ValueType.class, RowOptions.VALUE_TYPE);
    }

    /** Returns what is written beside the rows, and by which rule. */
    public WriteRules writeRules() {
        return new WriteRules(
                guard,
                guard ? text(RowOptions.POSITION_FIELD) : "",
                // Redis refuses what overflows its clock: after the row is gone, were it not cut off here.
                Math.min(config.getLong(RowOptions.MARKER_TTL_MS), Expiry.FAR_MILLIS),
                valueType(),
                TtlOptions.rule(config).isAnyExpiring(),
                index == null ? IndexType.NONE : indexType(config),
                text(RowOptions.INDEX_FIELD));
    }

    private RowEncoding encoding() {
        WriteRules rules = writeRules();
        return new RowEncoding(
                rules.valueType(),
                rules.needsScript(),
                new ValueFormats(
                        constant(ValueFormats.Decimals.class, RowOptions.DECIMAL_FORMAT),
                        constant(ValueFormats.Times.class, RowOptions.TIME_FORMAT),
                        constant(ValueFormats.Binaries.class, RowOptions.BINARY_FORMAT)),
                constant(NullHandling.class, RowOptions.NULL_HANDLING) == NullHandling.EMPTY,
                reserved(rules));
    }

    private static Set<String> reserved(WriteRules rules) {
        if (rules.indexType() == IndexType.NONE) {
            return rules.positionGuard() ? Set.of(rules.positionField()) : Set.of();
        }
        return rules.positionGuard() ? Set.of(rules.positionField(), rules.indexField()) : Set.of(rules.indexField());
    }

    private static IndexType indexType(AbstractConfig config) {
        return IndexType.valueOf(config.getString(RowOptions.INDEX_TYPE).toUpperCase(Locale.ROOT));
    }

    private <E extends Enum<E>> E constant(Class<E> type, String option) {
        return Enum.valueOf(type, text(option).toUpperCase(Locale.ROOT).replace('.', '_'));
    }

    private String text(String option) {
        return Objects.requireNonNull(config.getString(option), option);
    }
}
