/** Kafka Connect: the real distributed worker, its REST API and its plugin path. */
@NullMarked
package io.odsconnect.testbed.connect;

import org.jspecify.annotations.NullMarked;
