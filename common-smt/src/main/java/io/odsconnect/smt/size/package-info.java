/** How many bytes a record takes when it is serialized, told without serializing it. */
@NullMarked
package io.odsconnect.smt.size;

import org.jspecify.annotations.NullMarked;
