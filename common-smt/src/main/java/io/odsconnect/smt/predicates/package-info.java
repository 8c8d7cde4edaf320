/** Predicates on records in the envelope or flattened, with schema or without. */
@NullMarked
package io.odsconnect.smt.predicates;

import org.jspecify.annotations.NullMarked;
