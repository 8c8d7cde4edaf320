package io.odsconnect.common.template;

import io.odsconnect.common.value.Utf8;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The format {@code escape}: in the text of a field, each character that separates the fields of the template
 * becomes {@code %} and two hexadecimal digits for each of its bytes in UTF-8, as in the path of a URI; and so does
 * {@code %}. What a template of such fields gives, can be taken apart again in one way only.
 */
final class Escape implements UnaryOperator<String> {

    private static final int MARK = '%';
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Set<Integer> escaped;

    /** Escapes what stands in the texts of a template that are not fields, but for letters and digits. */
    Escape(List<TemplatePart> template) {
        escaped = template.stream()
                .filter(TemplatePart.Literal.class::isInstance)
                .flatMapToInt(part -> ((TemplatePart.Literal) part).text().codePoints())
                .filter(Escape::isSeparator)
                .boxed()
                .collect(Collectors.toSet());
    }

    /** Says whether a text separates two escaped fields: what escaping itself writes does not. */
    static boolean separates(String literal) {
        return literal.codePoints().anyMatch(Escape::isSeparator);
    }

    private static boolean isSeparator(int character) {
        return !Character.isLetterOrDigit(character) && character != MARK;
    }

    @Override
    public String apply(String text) {
        if (text.codePoints().noneMatch(this::isEscaped)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(character -> {
            if (isEscaped(character)) {
                for (byte each : Utf8.bytes(Character.toString(character))) {
                    out.append((char) MARK).append(HEX.toHexDigits(each));
                }
            } else {
                out.appendCodePoint(character);
            }
        });
        return out.toString();
    }

    private boolean isEscaped(int character) {
        return character == MARK || escaped.contains(character);
    }
}
