package io.odsconnect.smt.metadata;

import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is told about records.
 *
 * @param name the header or field that tells it
 * @param schema its type; null is allowed
 * @param read finds it; gives null where a record does not have it
 */
record Metadatum(String name, Schema schema, Function<RecordContext, @Nullable Object> read) {}
