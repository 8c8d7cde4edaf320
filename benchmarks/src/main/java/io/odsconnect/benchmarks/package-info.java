/** Our sinks side by side with the raw client, in one run on one server. */
@NullMarked
package io.odsconnect.benchmarks;

import org.jspecify.annotations.NullMarked;
