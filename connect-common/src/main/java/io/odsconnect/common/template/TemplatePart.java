package io.odsconnect.common.template;

/** A piece of a template. */
sealed interface TemplatePart {

    /** Text that stands for itself. */
    record Literal(String text) implements TemplatePart {}

    /** A field of the record. */
    record Field(Scope scope, String name) implements TemplatePart {

        /** Says whether the field is one of the key or the row, and not of what is around them. */
        boolean isOfRecord() {
            return scope == Scope.KEY || scope == Scope.VALUE || scope == Scope.KEY_OR_VALUE;
        }

        /** Returns for example {@code field ID of the key}. */
        String describe() {
            return switch (scope) {
                case TOPIC -> "the topic";
                case KEY -> "field " + name + " of the key";
                case VALUE -> "field " + name + " of the value";
                case KEY_OR_VALUE -> "field " + name + " of the key or the value";
                case HEADER -> "header " + name;
            };
        }
    }

    /** Where a field is looked for. */
    enum Scope {
        TOPIC,
        KEY,
        VALUE,
        KEY_OR_VALUE,
        HEADER
    }
}
