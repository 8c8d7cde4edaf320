/** Edits of chosen fields of a row; encryption and masks build on it. */
@NullMarked
package io.odsconnect.smt.fields;

import org.jspecify.annotations.NullMarked;
