@NullMarked
package io.odsconnect.testbed.db2;

import org.jspecify.annotations.NullMarked;
