package io.odsconnect.redis.config;

import io.odsconnect.common.config.OptionGroup;
import io.odsconnect.common.expiry.TtlOptions;
import io.odsconnect.common.template.Template;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.jspecify.annotations.Nullable;

/** The names, defaults and texts of the options that say what a row is in Redis. */
public final class RowOptions {

    /** Under which key a row is stored. */
    public static final String KEY_TEMPLATE = "key.template";
    /** What a row is. */
    public static final String VALUE_TYPE = "value.type";
    /** What becomes of nulls. */
    public static final String NULL_HANDLING = "null.handling";
    /** How decimals are written in JSON. */
    public static final String DECIMAL_FORMAT = "decimal.format";
    /** How timestamps are written. */
    public static final String TIME_FORMAT = "time.format";
    /** How bytes are written. */
    public static final String BINARY_FORMAT = "binary.format";
    /** How long a row stays. */
    public static final String TTL_MS = TtlOptions.MS;
    /** The key of the index that a row is in. */
    public static final String INDEX_TEMPLATE = "index.template";
    /** What an index is. */
    public static final String INDEX_TYPE = "index.type";
    /** The column by which an index is sorted. */
    public static final String INDEX_SCORE_FIELD = "index.score.field";
    /** The field that holds the key of a row's index. */
    public static final String INDEX_FIELD = "index.field";
    /** The field that holds the position. */
    public static final String POSITION_FIELD = "position.field";
    /** How long a delete holds. */
    public static final String MARKER_TTL_MS = "delete.marker.ttl.ms";

    private final OptionGroup group;

    private RowOptions(OptionGroup group) {
        this.group = group;
    }

    /** Adds the options to a definition; not those for single topics, such as {@code key.template.<topic>}. */
    static void define(ConfigDef def) {
        RowOptions options = new RowOptions(new OptionGroup(def, "Rows in Redis"));
        options.defineKeysAndValues();
        options.defineLifetime();
        options.defineIndex();
        options.definePosition();
    }

    private void defineKeysAndValues() {
        text(
                KEY_TEMPLATE,
                null,
                Template.validator(),
                Importance.HIGH,
                "The key under which a row is stored, for example `card:{CARD_NO}`. For one topic set"
                        + " `key.template.<topic>`: it holds for that topic and for those whose names continue it"
                        + " after a dot (`key.template.ods.BANK.CARD` for `ods.BANK.CARD` and"
                        + " `ods.BANK.CARD.bulk`); of several the one for the longest name, and this one where"
                        + " there is none. One of them has to be set.");
        text(
                VALUE_TYPE,
                "hash",
                ValidString.in("hash", "string", "json"),
                Importance.HIGH,
                "What a row is: a `hash` with a field a column, a `string` that holds a JSON object, or a `json` document,"
                        + " which needs a server with the RedisJSON module.");
        text(
                NULL_HANDLING,
                "omit",
                ValidString.in("omit", "empty"),
                Importance.MEDIUM,
                "What becomes of a column that is null, and of a null in a struct or map: `omit` leaves it out; `empty`"
                        + " stores an empty field, in JSON `null`.");
        text(
                DECIMAL_FORMAT,
                "number",
                ValidString.in("number", "string"),
                Importance.MEDIUM,
                "How decimals are written in JSON, always with all their digits: as a `number`, or as a `string` for"
                        + " readers to whom every number is a double.");
        text(
                TIME_FORMAT,
                "iso",
                ValidString.in("iso", "epoch.millis", "epoch.micros"),
                Importance.MEDIUM,
                "How timestamps are written: by ISO 8601, or as the number of milliseconds or microseconds since the"
                        + " epoch, those without a zone as in UTC. Dates and times of day are ISO 8601 in any case.");
        text(
                BINARY_FORMAT,
                "base64",
                ValidString.in("base64", "hex", "raw"),
                Importance.LOW,
                "How bytes are written: as Base64, as hexadecimal digits, or `raw` as they are, which only a field of a"
                        + " hash can hold.");
    }

    private void defineLifetime() {
        number(
                TTL_MS,
                0,
                0,
                "How long a row stays after it was last written, in milliseconds; set in the same step as the"
                        + " row. 0: for ever. With the guard on, a row that has expired no longer holds against"
                        + " older ones.");
        TtlOptions.defineField(group);
    }

    private void defineIndex() {
        text(
                INDEX_TEMPLATE,
                null,
                Template.validator(),
                Importance.MEDIUM,
                "The key of an index of rows, for example `client:{CLIENT_ID}:cards`: a set of the keys of all rows for which"
                        + " the template gives that key, kept right in the same step as the row. For one topic set"
                        + " `index.template.<topic>`, as with `key.template`. A row in which a column of the template is"
                        + " null is in no index. Not set: no index.");
        text(
                INDEX_TYPE,
                "set",
                ValidString.in("set", "zset"),
                Importance.MEDIUM,
                "What an index is: a `set`, or a sorted set (`zset`) by `" + INDEX_SCORE_FIELD + "`.");
        text(
                INDEX_SCORE_FIELD,
                null,
                null,
                Importance.MEDIUM,
                "The column by which indexes are sorted, with `" + INDEX_TYPE
                        + "=zset`: a number, or a timestamp or date, which becomes milliseconds since the epoch. A score is a"
                        + " double.");
        text(
                INDEX_FIELD,
                "__index",
                new NonEmptyString(),
                Importance.LOW,
                "The field of each row that holds the key of the index that the row is in, so that its entry is found when"
                        + " the row changes or goes.");
    }

    private void definePosition() {
        text(
                POSITION_FIELD,
                "__position",
                new NonEmptyString(),
                Importance.LOW,
                "The field of each row that holds its position, with `position.guard` on.");
        number(
                MARKER_TTL_MS,
                TimeUnit.DAYS.toMillis(7),
                1,
                "How long a delete holds against an older row that comes later (a bulk row, or after a rewind),"
                        + " in milliseconds, with `position.guard` on: for so long a marker `__del:{<key>}`"
                        + " stays. Choose more than your longest bulk load takes.");
    }

    private void text(
            String name,
            @Nullable String standard,
            ConfigDef.@Nullable Validator validator,
            Importance importance,
            String what) {
        group.add(name, ConfigDef.Type.STRING, standard, validator, importance, name, what);
    }

    private void number(String name, long standard, long least, String what) {
        group.add(name, ConfigDef.Type.LONG, standard, Range.atLeast(least), Importance.MEDIUM, name, what);
    }
}
