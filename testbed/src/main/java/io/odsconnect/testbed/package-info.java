/** Servers for the build, the tests and the demo: real ones if they can be downloaded as a library, else stand-ins. */
@NullMarked
package io.odsconnect.testbed;

import org.jspecify.annotations.NullMarked;
