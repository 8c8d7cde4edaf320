package io.odsconnect.common.event;

import java.util.Optional;

/** What happened to a row, with the one-letter code that Debezium's envelope has for it. */
public enum Operation {
    /** A row as a bulk load found it. */
    READ("r"),
    /** A row was added. */
    CREATE("c"),
    /** A row was replaced by another with the same key. */
    UPDATE("u"),
    /** A row was deleted. */
    DELETE("d");

    private final String code;

    Operation(String code) {
        this.code = code;
    }

    /** Returns the letter that stands for this operation in the envelope's {@code op}. */
    public String code() {
        return code;
    }

    /** Returns the operation that {@code code} stands for; empty when it is none of ours. */
    public static Optional<Operation> ofCode(String code) {
        return switch (code) {
            case "r" -> Optional.of(READ);
            case "c" -> Optional.of(CREATE);
            case "u" -> Optional.of(UPDATE);
            case "d" -> Optional.of(DELETE);
            default -> Optional.empty();
        };
    }
}
