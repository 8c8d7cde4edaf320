/**
 * What every sink has to do, whatever store it writes to: extend {@link io.odsconnect.testbed.sink.suite.SinkSuite} and
 * give it a {@link io.odsconnect.testbed.sink.suite.StoreUnderTest}.
 */
@NullMarked
package io.odsconnect.testbed.sink.suite;

import org.jspecify.annotations.NullMarked;
