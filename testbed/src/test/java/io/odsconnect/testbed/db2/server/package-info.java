@NullMarked
package io.odsconnect.testbed.db2.server;

import org.jspecify.annotations.NullMarked;
