/** A schema registry, for what is written in Avro. */
@NullMarked
package io.odsconnect.testbed.registry;

import org.jspecify.annotations.NullMarked;
