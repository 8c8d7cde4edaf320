/** Encryption of single fields: keys, the forms of encrypted values, encryption and decryption of rows. Masks are in {@code mask}. */
@NullMarked
package io.odsconnect.smt.crypto;

import org.jspecify.annotations.NullMarked;
