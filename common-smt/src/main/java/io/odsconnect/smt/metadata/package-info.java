/** Metadata of a record, inserted as headers or fields. */
@NullMarked
package io.odsconnect.smt.metadata;

import org.jspecify.annotations.NullMarked;
