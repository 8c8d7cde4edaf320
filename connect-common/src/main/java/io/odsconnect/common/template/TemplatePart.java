package io.odsconnect.common.template;

import io.odsconnect.common.value.TextForm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A piece of a template. */
sealed interface TemplatePart {

    /** Text that stands for itself. */
    record Literal(String text) implements TemplatePart {}

    /**
     * A field of the record.
     *
     * @param formats what is done to its text, in this order
     * @param hasFixedLength whether its text always has the same length
     * @param isEscaped whether its text holds nothing that stands between the fields of the template
     */
    record Field(
            Scope scope, String name, List<UnaryOperator<String>> formats, boolean hasFixedLength, boolean isEscaped)
            implements TemplatePart {

        /** Copies the list. */
        public Field {
            formats = List.copyOf(formats);
        }

        /** Returns the same field, its text escaped at last. */
        Field escapedBy(Escape escape) {
            List<UnaryOperator<String>> all = new ArrayList<>(formats);
            all.add(escape);
            return new Field(scope, name, all, hasFixedLength, true);
        }

        /** Returns the text that a value of this field becomes. */
        String text(Object value) {
            String text = TextForm.of(value);
            for (UnaryOperator<String> format : formats) {
                text = format.apply(text);
            }
            return text;
        }

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
