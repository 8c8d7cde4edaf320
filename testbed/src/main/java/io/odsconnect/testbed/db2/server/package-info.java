/** The process of the Db2 stand-in: Derby's network server, and in front of it what makes the IBM driver feel at home. */
@NullMarked
package io.odsconnect.testbed.db2.server;

import org.jspecify.annotations.NullMarked;
