/** Single message transforms for any Connect pipeline: on structs and on schemaless maps, on flat rows and in the envelope. */
@NullMarked
package io.odsconnect.smt;

import org.jspecify.annotations.NullMarked;
