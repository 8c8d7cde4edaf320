/** What can be told about a record, as headers or fields. */
@NullMarked
package io.odsconnect.smt.metadata;

import org.jspecify.annotations.NullMarked;
