package io.odsconnect.smt.metadata;

import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One piece of metadata of records.
 *
 * @param name the header or field that carries it
 * @param schema its type; null is allowed
 * @param read finds it; gives null where a record does not have it
 */
record Metadatum(String name, Schema schema, Function<RecordContext, @Nullable Object> read) {}
