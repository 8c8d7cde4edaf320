package io.odsconnect.db2.config;

import io.odsconnect.common.config.OptionGroup;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;

/** What becomes of values. */
public final class TypeOptions {

    public static final String DECIMAL_HANDLING_MODE = "decimal.handling.mode";
    private static final String DECIMAL_HANDLING_MODE_DOC =
            "DECIMAL and DECFLOAT: `precise` as Connect's Decimal and Debezium's VariableScaleDecimal,"
                    + " `double`, or `string`. Only `string` has a form for DECFLOAT's NaN and Infinity.";

    public static final String TIME_PRECISION_MODE = "time.precision.mode";
    private static final String TIME_PRECISION_MODE_DOC =
            "DATE, TIME and TIMESTAMP: `adaptive` as Debezium's types without loss,"
                    + " `adaptive_time_microseconds` the same with TIME in microseconds, `connect` as Connect's own"
                    + " types in milliseconds, `isostring` as strings in ISO 8601, `microseconds` and `nanoseconds` all"
                    + " TIMEs and TIMESTAMPs in these.";

    public static final String HOUR24_HANDLING_MODE = "hour24.handling.mode";
    private static final String HOUR24_HANDLING_MODE_DOC =
            "TIME 24:00:00 and TIMESTAMP 24.00.00 in the modes that make numbers of them: `keep` sends a TIME of 86,400 s"
                    + " and of a TIMESTAMP the beginning of the next day, `next_day` the same and of a TIME 00:00:00,"
                    + " `end_of_day` the last moment of the day, `fail` refuses the row (see `errors.tolerance`). Strings"
                    + " keep 24:00:00.";

    public static final String FIELD_NAME_ADJUSTMENT_MODE = "field.name.adjustment.mode";
    private static final String FIELD_NAME_ADJUSTMENT_MODE_DOC =
            "How the names of columns become names of fields: `none` as they are; `avro` with an underscore for what Avro"
                    + " does not take; `avro_unicode` with `_uXXXX` for that and for the underscore itself, which can be"
                    + " turned back. Two columns with one field are an error.";

    public static final String SCHEMA_NAME_ADJUSTMENT_MODE = "schema.name.adjustment.mode";
    private static final String SCHEMA_NAME_ADJUSTMENT_MODE_DOC =
            "The same for the names of schemas, which begin with the topic's; dots stay.";

    public static final String BINARY_HANDLING_MODE = "binary.handling.mode";
    private static final String BINARY_HANDLING_MODE_DOC =
            "Binary columns: `bytes`, or a string in `base64`, `base64-url-safe` or `hex`.";

    public static final String CHAR_TRIM = "char.trim";
    private static final String CHAR_TRIM_DOC = "Whether blanks at the end of CHAR and GRAPHIC values are cut off.";

    public static final String LOB_MAX_SIZE = "lob.max.size";
    private static final String LOB_MAX_SIZE_DOC =
            "The largest CLOB, DBCLOB or XML (characters) and BLOB (bytes) that goes into an event; -1 for any. Of a"
                    + " larger one no more than this is brought into memory. Keep it below the topic's"
                    + " `max.message.bytes`.";

    public static final String LOB_OVERSIZE_HANDLING_MODE = "lob.oversize.handling.mode";
    private static final String LOB_OVERSIZE_HANDLING_MODE_DOC =
            "What becomes of a large object beyond `lob.max.size`: `fail` refuses the row (see `errors.tolerance`),"
                    + " `truncate` cuts it there and names its column in the header `odsconnect.truncated`.";

    public static final String CAPTURE_LOB_HANDLING_MODE = "capture.lob.handling.mode";
    private static final String CAPTURE_LOB_HANDLING_MODE_DOC =
            "Columns whose values are not in the change table: Capture writes a letter in place of a CLOB, BLOB or DBCLOB."
                    + " `reread` reads them from the table, by key, for each change; what it finds may be newer than the"
                    + " change, and is null where the row is gone by then. `exclude` leaves these columns out of all"
                    + " events.";

    private TypeOptions() {}

    static void define(ConfigDef options) {
        OptionGroup group = new OptionGroup(options, "Values");
        group.add(
                DECIMAL_HANDLING_MODE,
                ConfigDef.Type.STRING,
                "precise",
                ValidString.in("precise", "double", "string"),
                Importance.MEDIUM,
                Width.SHORT,
                "Decimals",
                DECIMAL_HANDLING_MODE_DOC);
        group.add(
                TIME_PRECISION_MODE,
                ConfigDef.Type.STRING,
                "adaptive",
                ValidString.in(
                        "adaptive",
                        "adaptive_time_microseconds",
                        "connect",
                        "isostring",
                        "microseconds",
                        "nanoseconds"),
                Importance.MEDIUM,
                Width.MEDIUM,
                "Times",
                TIME_PRECISION_MODE_DOC);
        group.add(
                HOUR24_HANDLING_MODE,
                ConfigDef.Type.STRING,
                "keep",
                ValidString.in("keep", "next_day", "end_of_day", "fail"),
                Importance.LOW,
                Width.SHORT,
                "24:00:00",
                HOUR24_HANDLING_MODE_DOC);
        names(group, FIELD_NAME_ADJUSTMENT_MODE, "Names of fields", FIELD_NAME_ADJUSTMENT_MODE_DOC);
        names(group, SCHEMA_NAME_ADJUSTMENT_MODE, "Names of schemas", SCHEMA_NAME_ADJUSTMENT_MODE_DOC);
        group.add(
                BINARY_HANDLING_MODE,
                ConfigDef.Type.STRING,
                "bytes",
                ValidString.in("bytes", "base64", "base64-url-safe", "hex"),
                Importance.LOW,
                Width.SHORT,
                "Binary columns",
                BINARY_HANDLING_MODE_DOC);
        group.add(
                CHAR_TRIM,
                ConfigDef.Type.BOOLEAN,
                false,
                OptionChecks.ANY,
                Importance.MEDIUM,
                Width.SHORT,
                "Trim CHAR",
                CHAR_TRIM_DOC);
        group.add(
                LOB_MAX_SIZE,
                ConfigDef.Type.INT,
                -1,
                Range.atLeast(-1),
                Importance.MEDIUM,
                Width.SHORT,
                "Largest LOB",
                LOB_MAX_SIZE_DOC);
        group.add(
                LOB_OVERSIZE_HANDLING_MODE,
                ConfigDef.Type.STRING,
                "fail",
                ValidString.in("fail", "truncate"),
                Importance.LOW,
                Width.SHORT,
                "Larger LOBs",
                LOB_OVERSIZE_HANDLING_MODE_DOC);
        group.add(
                CAPTURE_LOB_HANDLING_MODE,
                ConfigDef.Type.STRING,
                "reread",
                ValidString.in("reread", "exclude"),
                Importance.MEDIUM,
                Width.SHORT,
                "LOBs in changes",
                CAPTURE_LOB_HANDLING_MODE_DOC);
    }

    private static void names(OptionGroup group, String option, String displayName, String doc) {
        group.add(
                option,
                ConfigDef.Type.STRING,
                "none",
                ValidString.in("none", "avro", "avro_unicode"),
                Importance.MEDIUM,
                Width.SHORT,
                displayName,
                doc);
    }
}
