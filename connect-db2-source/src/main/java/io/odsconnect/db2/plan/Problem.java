package io.odsconnect.db2.plan;

/**
 * Something that keeps the connector from working as configured.
 *
 * @param option the option to look at
 * @param text what is wrong and what to do, in sentences
 */
public record Problem(String option, String text) {}
