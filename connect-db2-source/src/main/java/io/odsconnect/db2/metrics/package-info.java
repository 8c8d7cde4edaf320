/** What the connector tells of itself. */
@NullMarked
package io.odsconnect.db2.metrics;

import org.jspecify.annotations.NullMarked;
