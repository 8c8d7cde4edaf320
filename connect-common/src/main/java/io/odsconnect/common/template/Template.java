package io.odsconnect.common.template;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.value.CanonicalValues;
import io.odsconnect.common.value.HeaderText;
import io.odsconnect.common.value.Row;
import io.odsconnect.common.value.TextForm;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A text with fields of a record in it, such as {@code client:{CLIENT_ID}:card:{CARD_NO}}. Immutable.
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><td>{@code {topic}}</td><td>the topic after transforms</td></tr>
 * <tr><td>{@code {key.X}}</td><td>field X of the key</td></tr>
 * <tr><td>{@code {value.X}}</td><td>column X of the row</td></tr>
 * <tr><td>{@code {header.X}}</td><td>the last header X</td></tr>
 * <tr><td>{@code {X}}</td><td>field X of the key where it has one, else column X of the row</td></tr>
 * <tr><td><code>{{</code> and <code>}}</code></td><td>a brace</td></tr>
 * </table>
 *
 * <p>Values are written in their {@linkplain TextForm text form}. After a bar stands what is done to the text, more
 * after more bars and from left to right: {@code {CLIENT_ID|pad:10}}, {@code {NAME|trim|upper}}.
 *
 * <table>
 * <caption>Formats</caption>
 * <tr><td>{@code upper}, {@code lower}</td><td>all letters in upper or lower case, whatever the machine's
 *     language</td></tr>
 * <tr><td>{@code trim}</td><td>without white space before and after</td></tr>
 * <tr><td>{@code pad:LENGTH}, {@code pad:LENGTH:CHARACTER}</td><td>at least this many characters, filled up on the left
 *     with zeros or this character; a longer text stays whole</td></tr>
 * <tr><td>{@code padright:LENGTH}, {@code padright:LENGTH:CHARACTER}</td><td>the same on the right, with spaces or this
 *     character</td></tr>
 * <tr><td>{@code without:SUFFIX}</td><td>without this text at its end, where it is there: {@code {topic|without:.bulk}} is
 *     the same for a table's changes and its bulk rows</td></tr>
 * <tr><td>{@code sha256}, {@code sha256:DIGITS}</td><td>the SHA-256 of the text in UTF-8, in hexadecimal digits in lower
 *     case: all 64, or the first so many</td></tr>
 * <tr><td>{@code escape}, the last of a field's</td><td>{@code %} and what stands between the template's fields and is
 *     neither letter nor digit become {@code %} and the two hexadecimal digits of each of its bytes in UTF-8</td></tr>
 * </table>
 *
 * <p>Without {@code escape}, two rows can have one text: {@code {A}:{B}} is {@code 1:2:3} for {@code 1:2} and {@code 3} as
 * for {@code 1} and {@code 2:3}. Where the values of a record show that this may happen, a template logs it, once.
 *
 * <p>A field that is missing or null makes the record a bad one: a {@link DataException} that names the field. Names are
 * as they are in the record, upper and lower case apart.
 */
public final class Template {

    private final String source;
    private final List<TemplatePart> parts;
    private final @Nullable String constant;
    private final Collisions collisions;

    private Template(String source, List<TemplatePart> parts) {
        this.source = source;
        this.parts = parts;
        this.constant = constant(parts);
        this.collisions = new Collisions(source, parts);
    }

    private static @Nullable String constant(List<TemplatePart> parts) {
        StringBuilder text = new StringBuilder();
        for (TemplatePart part : parts) {
            if (!(part instanceof TemplatePart.Literal literal)) {
                return null;
            }
            text.append(literal.text());
        }
        return text.toString();
    }

    /**
     * Parses a template.
     *
     * @param option the option it stands in, for the error
     * @param source the text
     * @throws ConfigException if it is empty, has a brace that is not closed or not open, a field without a name, a format
     *     that there is not, or nothing to escape between a field and one that asks for it
     */
    public static Template parse(String option, String source) {
        return new Template(source, new TemplateParser(option, source).parse());
    }

    /** Returns a validator for options that hold a template; null passes, an option may be absent. */
    public static ConfigDef.Validator validator() {
        return ConfigDef.LambdaValidator.with(
                (option, value) -> {
                    if (value != null) {
                        parse(option, (String) value);
                    }
                },
                () -> "text with fields in braces, such as {topic}, {key.ID}, {value.NAME}, {header.H} or {ID}");
    }

    /** Says whether the text is the same for all records. */
    public boolean isConstant() {
        return constant != null;
    }

    /** Says whether the text is the same for all records of a topic. */
    public boolean isConstantForTopic() {
        return parts.stream()
                .noneMatch(
                        part -> part instanceof TemplatePart.Field field && field.scope() != TemplatePart.Scope.TOPIC);
    }

    /**
     * Returns the shape of all texts that it gives for a topic: what stands for itself, and a sign for each field.
     *
     * @param literal writes what stands for itself, the topic as well
     * @param field what stands for a field
     */
    public String shape(String topic, UnaryOperator<String> literal, String field) {
        StringBuilder out = new StringBuilder();
        for (TemplatePart part : parts) {
            if (part instanceof TemplatePart.Literal text) {
                out.append(literal.apply(text.text()));
            } else if (part instanceof TemplatePart.Field of && of.scope() == TemplatePart.Scope.TOPIC) {
                out.append(literal.apply(of.text(topic)));
            } else {
                out.append(field);
            }
        }
        return out.toString();
    }

    /** Says whether fields of the key or the row are in it: else {@link #expand} needs neither. */
    public boolean hasFieldsOfRecord() {
        return parts.stream().anyMatch(part -> part instanceof TemplatePart.Field field && field.isOfRecord());
    }

    /**
     * Returns the text for the row that an event leaves: its key, and the row after it; for a delete the row before.
     *
     * @throws DataException if a field is missing or null
     */
    public String of(ChangeEvent event) {
        Row row = event.after() == null ? event.before() : event.after();
        return expand(event.topic(), event.key(), row, event.headers());
    }

    /**
     * Returns the text for the row as it was before an event: what the row before has comes from there, key fields
     * too, since an update may have changed them; what it lacks comes from the key. Null when the event tells of no
     * row before, or of too little of it.
     */
    public @Nullable String ofBefore(ChangeEvent event) {
        Row before = event.before();
        if (before == null) {
            return null;
        }
        if (constant != null) {
            return constant;
        }
        StringBuilder out = new StringBuilder(source.length() + 32);
        for (TemplatePart part : parts) {
            Object value = part instanceof TemplatePart.Field field && field.isOfRecord() && before.has(field.name())
                    ? before.get(field.name())
                    : valueOf(part, event.topic(), event.key(), before, event.headers());
            if (value == null) {
                return null;
            }
            out.append(text(part, value));
        }
        return out.toString();
    }

    /**
     * Returns the text for a record.
     *
     * @throws DataException if a field is missing or null
     */
    public String expand(String topic, @Nullable Row key, @Nullable Row value, @Nullable Headers headers) {
        if (constant != null) {
            return constant;
        }
        StringBuilder out = new StringBuilder(source.length() + 32);
        int open = 0;
        for (TemplatePart part : parts) {
            Object found = valueOf(part, topic, key, value, headers);
            if (found == null) {
                throw missing((TemplatePart.Field) part, key, value);
            }
            if (collisions.isOpen(part, found)) {
                open++;
            }
            out.append(text(part, found));
        }
        collisions.seen(open);
        return out.toString();
    }

    private static String text(TemplatePart part, Object value) {
        if (!(part instanceof TemplatePart.Field field)) {
            return TextForm.of(value);
        }
        try {
            return field.text(value);
        } catch (IllegalArgumentException e) {
            throw new DataException("There is no text for " + field.describe() + ", a "
                    + value.getClass().getName());
        }
    }

    private static @Nullable Object valueOf(
            TemplatePart part, String topic, @Nullable Row key, @Nullable Row value, @Nullable Headers headers) {
        if (part instanceof TemplatePart.Literal literal) {
            return literal.text();
        }
        TemplatePart.Field field = (TemplatePart.Field) part;
        String name = field.name();
        return switch (field.scope()) {
            case TOPIC -> topic;
            case KEY -> key == null ? null : key.get(name);
            case VALUE -> value == null ? null : value.get(name);
            case KEY_OR_VALUE -> keyOrValue(key, value, name);
            case HEADER -> header(headers, name);
        };
    }

    private static @Nullable Object keyOrValue(@Nullable Row key, @Nullable Row value, String name) {
        Object found = key == null ? null : key.get(name);
        return found != null || value == null || (key != null && key.has(name)) ? found : value.get(name);
    }

    private static @Nullable Object header(@Nullable Headers headers, String name) {
        Header header = headers == null ? null : headers.lastWithName(name);
        if (header == null) {
            return null;
        }
        try {
            Object value = CanonicalValues.of(header.schema(), header.value());
            return value == null ? null : HeaderText.read(value);
        } catch (DataException e) {
            throw new DataException("Header " + name + " " + e.getMessage());
        }
    }

    private DataException missing(TemplatePart.Field field, @Nullable Row key, @Nullable Row value) {
        String ofKey = key == null || field.scope() == TemplatePart.Scope.VALUE ? "" : hint(key, field);
        String ofValue = value == null || field.scope() == TemplatePart.Scope.KEY ? "" : hint(value, field);
        return new DataException("The template " + source + " needs " + field.describe()
                + ", which the record does not have or has as null" + (ofKey.isEmpty() ? ofValue : ofKey));
    }

    private static String hint(Row row, TemplatePart.Field field) {
        return field.isOfRecord() ? row.columns().hint(field.name()) : "";
    }

    /** Returns the template as it was written. */
    @Override
    public String toString() {
        return source;
    }
}
