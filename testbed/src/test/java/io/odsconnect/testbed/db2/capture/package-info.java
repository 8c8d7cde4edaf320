@NullMarked
package io.odsconnect.testbed.db2.capture;

import org.jspecify.annotations.NullMarked;
