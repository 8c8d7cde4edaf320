/** How many bytes a record takes when it is serialized, computed without serializing it. */
@NullMarked
package io.odsconnect.smt.size;

import org.jspecify.annotations.NullMarked;
