/**
 * One compare run of a table: its phases, its findings, its report, and {@link io.odsconnect.common.compare.Comparer}, which a
 * store implements. Threads, offsets and the intake of records are in {@code io.odsconnect.common.sink.CompareEngine}.
 */
@NullMarked
package io.odsconnect.common.compare;

import org.jspecify.annotations.NullMarked;
