/** Child processes that never outlive the JVM that started them. */
@NullMarked
package io.odsconnect.testbed.process;

import org.jspecify.annotations.NullMarked;
