package io.odsconnect.smt.digest;

import java.nio.ByteBuffer;

/** Makes digests of one algorithm, one after the other. Not safe for use by several threads. */
@FunctionalInterface
interface Digester {

    /** Returns the digest of what remains in the buffer. */
    byte[] digest(ByteBuffer bytes);
}
