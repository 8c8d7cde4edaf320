/** The bulk load: tables in key order, resumable after the last delivered key. */
@NullMarked
package io.odsconnect.db2.snapshot;

import org.jspecify.annotations.NullMarked;
