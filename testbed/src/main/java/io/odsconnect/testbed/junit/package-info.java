/** The testbed for JUnit. */
@NullMarked
package io.odsconnect.testbed.junit;

import org.jspecify.annotations.NullMarked;
