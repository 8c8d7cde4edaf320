/** What a user configures, and what is checked of it before the connector starts. */
@NullMarked
package io.odsconnect.db2.config;

import org.jspecify.annotations.NullMarked;
