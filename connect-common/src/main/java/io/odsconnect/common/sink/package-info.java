/** The sink engine, and what a store has to bring to it. */
@NullMarked
package io.odsconnect.common.sink;

import org.jspecify.annotations.NullMarked;
