package io.odsconnect.common.template;

import io.odsconnect.common.template.TemplatePart.Field;
import io.odsconnect.common.value.Row;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether a template can give two records one text, and logs it once. It can where nothing stands between two
 * fields, and where two fields are open: where the text of each may hold what stands between them. With one open field the
 * others mark where it begins and ends.
 */
final class Collisions {

    private static final Logger LOG = LoggerFactory.getLogger(Template.class);

    private final String source;
    private final boolean isPossible;
    private final boolean isSure;
    private final AtomicBoolean logged = new AtomicBoolean();

    Collisions(String source, List<TemplatePart> parts) {
        this.source = source;
        this.isPossible = parts.stream().filter(Collisions::mayBeOpen).count() > 1;
        this.isSure = touching(parts);
    }

    private static boolean touching(List<TemplatePart> parts) {
        Field last = null;
        boolean separated = true;
        for (TemplatePart part : parts) {
            if (part instanceof TemplatePart.Literal literal) {
                separated |= literal.text().codePoints().anyMatch(character -> !Character.isDigit(character));
            } else if (part instanceof Field field) {
                if (last != null && !separated && !last.hasFixedLength() && !field.hasFixedLength()) {
                    return true;
                }
                last = field;
                separated = false;
            }
        }
        return false;
    }

    private static boolean mayBeOpen(TemplatePart part) {
        return part instanceof Field field && !field.isEscaped() && !field.hasFixedLength();
    }

    /** Says whether the text of a value in this place may hold anything: numbers, times and truth values do not. */
    boolean isOpen(TemplatePart part, Object value) {
        return isPossible && mayBeOpen(part) && ((Field) part).scope() != TemplatePart.Scope.TOPIC && isOpen(value);
    }

    /** Takes note of how many fields of a record were open. */
    void seen(int open) {
        if ((isSure || open > 1) && logged.compareAndSet(false, true)) {
            LOG.warn(
                    "The template {} can give different rows the same text, and then one replaces the other: {}. See"
                            + " \"Keys of several columns\" in docs/sink-engine.md",
                    source,
                    isSure
                            ? "nothing stands between two of its fields; put a separator there"
                            : "more than one of its fields may hold what stands between them; write {FIELD|escape} for"
                                    + " each that is a text");
        }
    }

    private static boolean isOpen(Object value) {
        return value instanceof String
                || value instanceof byte[]
                || value instanceof Map
                || value instanceof List
                || value instanceof Row;
    }
}
