/** Drives a sink task as the worker does, without one: what is put, committed, redelivered and set aside. */
@NullMarked
package io.odsconnect.testbed.sink;

import org.jspecify.annotations.NullMarked;
