package io.odsconnect.redis.mapping;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.template.Template;
import io.odsconnect.common.value.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a template's text says of itself before any row is there: which columns it needs, and which part of it is the
 * hash tag of the keys it gives, by which a cluster chooses the slot.
 */
public final class TemplateFields {

    private static final String TOPIC = "topic";
    private static final String HEADER = "header.";
    private static final List<String> SCOPES = List.of("key.", "value.");

    private final List<String> names = new ArrayList<>();
    private final StringBuilder shape = new StringBuilder();
    private int tagStart = -1;
    private boolean tagClosed;
    private @Nullable String tag;

    private TemplateFields(String source) {
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '{' && source.startsWith("{", at + 1)) {
                brace('{');
                at += 2;
            } else if (c == '}') {
                brace('}');
                at += 2;
            } else if (c == '{') {
                int end = source.indexOf('}', at);
                field(source.substring(at + 1, end));
                at = end + 1;
            } else {
                shape.append(c);
                at++;
            }
        }
    }

    /** Reads a template. */
    public static TemplateFields of(Template template) {
        return new TemplateFields(template.toString());
    }

    /**
     * Returns the part of the template that is the hash tag: two templates with the same one give keys of the same slot.
     * Null where the template has no braces of its own for one, or there is nothing between them.
     */
    public @Nullable String hashTag() {
        return tag;
    }

    /** Says whether the event's key or row has all columns, null or not. */
    boolean areAllIn(ChangeEvent event) {
        Row row = event.after() == null ? event.before() : event.after();
        Row key = event.key();
        return names.stream().allMatch(name -> (key != null && key.has(name)) || (row != null && row.has(name)));
    }

    private void brace(char brace) {
        if (brace == '{') {
            shape.append("{{");
            tagStart = tagStart < 0 ? shape.length() : tagStart;
        } else {
            if (tagStart >= 0 && !tagClosed) {
                tagClosed = true;
                tag = shape.length() > tagStart ? shape.substring(tagStart) : null;
            }
            shape.append("}}");
        }
    }

    private void field(String text) {
        String name = text.trim();
        shape.append('{').append(name).append('}');
        int bar = name.indexOf('|');
        if (bar >= 0) {
            name = name.substring(0, bar).trim();
        }
        if (!name.equals(TOPIC) && !name.startsWith(HEADER)) {
            for (String scope : SCOPES) {
                name = name.startsWith(scope) ? name.substring(scope.length()) : name;
            }
            names.add(name);
        }
    }
}
