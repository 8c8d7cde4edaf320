package io.odsconnect.smt.mask;

import io.odsconnect.common.value.CanonicalValues;
import io.odsconnect.common.value.TextForm;
import io.odsconnect.smt.fields.FieldCodec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Puts masks in the place of values; what is no text is masked in its text form and becomes one. */
public final class MaskingCodec implements FieldCodec {

    private final Mask mask;

    /** Makes a codec. */
    public MaskingCodec(Mask mask) {
        this.mask = mask;
    }

    @Override
    public Schema schema(Schema field) {
        if (field.type() == Schema.Type.STRING) {
            return field;
        }
        if (!field.type().isPrimitive()) {
            throw new DataException("is of type " + field.type() + ", and only single values can be masked");
        }
        SchemaBuilder text = SchemaBuilder.string().doc(field.doc());
        return field.isOptional() ? text.optional().build() : text.build();
    }

    @Override
    public void start(List<String> contexts) {
        // Masks are the same everywhere.
    }

    @Override
    public void row(@Nullable Object[] values) {
        // Each value stands for itself.
    }

    @Override
    public Object code(int field, @Nullable Schema schema, Object value) {
        if (value instanceof List || value instanceof Map || value instanceof Struct) {
            throw new DataException("is a list, map or struct, and only single values can be masked");
        }
        return mask.apply(
                value instanceof String text
                        ? text
                        : TextForm.of(Objects.requireNonNull(CanonicalValues.of(schema, value))));
    }
}
