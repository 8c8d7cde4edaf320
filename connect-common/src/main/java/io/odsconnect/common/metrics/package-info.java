/** Metrics of a task: the worker's own plugin metrics where it has them, JMX where it is older. */
@NullMarked
package io.odsconnect.common.metrics;

import org.jspecify.annotations.NullMarked;
