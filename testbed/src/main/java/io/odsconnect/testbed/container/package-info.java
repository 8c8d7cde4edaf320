/** Servers in containers, where Docker runs. */
@NullMarked
package io.odsconnect.testbed.container;

import org.jspecify.annotations.NullMarked;
