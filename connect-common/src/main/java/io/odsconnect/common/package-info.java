/** What the ODS Connect plugins share. It depends on the Connect API and Kafka's clients alone. */
@NullMarked
package io.odsconnect.common;

import org.jspecify.annotations.NullMarked;
