/** Records as the transforms see them: the rows in them, with schema or without, in an envelope or flat. */
@NullMarked
package io.odsconnect.smt.record;

import org.jspecify.annotations.NullMarked;
