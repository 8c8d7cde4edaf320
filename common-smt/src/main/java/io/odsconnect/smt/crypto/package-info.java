/** Encryption of single fields: keys, the forms of encrypted values, and what turns rows into them and back. */
@NullMarked
package io.odsconnect.smt.crypto;

import org.jspecify.annotations.NullMarked;
