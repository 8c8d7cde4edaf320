package io.odsconnect.common.template;

import io.odsconnect.common.template.TemplatePart.Field;
import io.odsconnect.common.template.TemplatePart.Literal;
import io.odsconnect.common.template.TemplatePart.Scope;
import io.odsconnect.common.value.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.ConfigException;

/** Parses the text of one template, from left to right. */
final class TemplateParser {

    private static final String ESCAPE = "escape";
    private static final String DIGEST = "sha256";

    private final String option;
    private final String source;
    private final List<TemplatePart> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int next;

    TemplateParser(String option, String source) {
        this.option = option;
        this.source = source;
    }

    List<TemplatePart> parse() {
        if (source.isBlank()) {
            throw error("is empty");
        }
        if (!Utf8.isText(source)) {
            throw error("has half of a surrogate pair in it, which is no character");
        }
        while (next < source.length()) {
            char c = source.charAt(next);
            if ((c == '{' || c == '}') && source.startsWith(String.valueOf(c).repeat(2), next)) {
                literal.append(c);
                next += 2;
            } else if (c == '{') {
                endLiteral();
                parts.add(field());
            } else if (c == '}') {
                throw error(
                        "has a } at character " + (next + 1) + " that closes nothing; a brace itself is written }}");
            } else {
                literal.append(c);
                next++;
            }
        }
        endLiteral();
        checkEscaped();
        Escape escape = new Escape(parts);
        return parts.stream()
                .map(part -> part instanceof Field field && field.isEscaped() ? field.escapedBy(escape) : part)
                .toList();
    }

    /** An escaped field next to another could be any part of the two. */
    private void checkEscaped() {
        Field last = null;
        boolean separated = true;
        for (TemplatePart part : parts) {
            if (part instanceof Literal text) {
                separated |= Escape.separates(text.text());
            } else if (part instanceof Field field) {
                if (last != null
                        && !separated
                        && (last.isEscaped() || field.isEscaped())
                        && !last.hasFixedLength()
                        && !field.hasFixedLength()) {
                    throw error("escapes " + last.name() + " or " + field.name()
                            + ", and nothing stands between the two that is neither letter nor digit, such as a colon");
                }
                last = field;
                separated = false;
            }
        }
    }

    private void endLiteral() {
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private Field field() {
        int end = source.indexOf('}', next);
        int nested = source.indexOf('{', next + 1);
        if (end < 0 || (nested >= 0 && nested < end)) {
            throw error("has a { at character " + (next + 1) + " that is not closed; a brace itself is written {{");
        }
        String text = source.substring(next + 1, end).trim();
        int start = next + 1;
        next = end + 1;
        String[] words = text.split("\\|", -1);
        int last = words.length - 1;
        boolean escaped = last > 0 && words[last].trim().equals(ESCAPE);
        List<UnaryOperator<String>> formats = new ArrayList<>();
        for (int i = 1; i < (escaped ? last : words.length); i++) {
            formats.add(format(words[i].trim(), start));
        }
        boolean fixedLength = last > 0 && words[last].trim().startsWith(DIGEST);
        return named(words[0].trim(), formats, fixedLength, escaped, start);
    }

    private UnaryOperator<String> format(String text, int start) {
        if (text.equals(ESCAPE)) {
            throw error("has the format escape before others in the field at character " + start
                    + "; it has to be the last");
        }
        try {
            return TextFormats.parse(text);
        } catch (IllegalArgumentException e) {
            throw error("asks for the format " + text + " in the field at character " + start + ", which "
                    + e.getMessage());
        }
    }

    private Field named(
            String text, List<UnaryOperator<String>> formats, boolean fixedLength, boolean escaped, int start) {
        if (text.equals("topic")) {
            return new Field(Scope.TOPIC, text, formats, fixedLength, escaped);
        }
        Scope scope = Scope.KEY_OR_VALUE;
        String name = text;
        if (text.startsWith("key.")) {
            scope = Scope.KEY;
            name = text.substring("key.".length());
        } else if (text.startsWith("value.")) {
            scope = Scope.VALUE;
            name = text.substring("value.".length());
        } else if (text.startsWith("header.")) {
            scope = Scope.HEADER;
            name = text.substring("header.".length());
        }
        if (name.isEmpty()) {
            throw error("has a field without a name at character " + start);
        }
        return new Field(scope, name, formats, fixedLength, escaped);
    }

    private ConfigException error(String what) {
        return new ConfigException(option, source, "The template " + what);
    }
}
