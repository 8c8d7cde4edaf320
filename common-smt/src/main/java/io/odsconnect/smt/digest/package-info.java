/** Digests and checksums of canonical forms. */
@NullMarked
package io.odsconnect.smt.digest;

import org.jspecify.annotations.NullMarked;
