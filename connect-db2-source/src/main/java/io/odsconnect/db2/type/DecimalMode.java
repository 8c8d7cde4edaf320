package io.odsconnect.db2.type;

/** How DECIMAL and DECFLOAT become Connect values: {@code decimal.handling.mode}. */
public enum DecimalMode {
    /** Connect's Decimal; DECFLOAT as Debezium's VariableScaleDecimal. Nothing is lost. */
    PRECISE,
    /** FLOAT64; digits beyond a double's are lost. */
    DOUBLE,
    /** Plain digits in a string. Nothing is lost, and NaN and Infinity have a form. */
    STRING
}
