package io.odsconnect.testbed.aerospike.expression;

import io.odsconnect.testbed.aerospike.expression.Value.Bytes;
import io.odsconnect.testbed.aerospike.expression.Value.Floating;
import io.odsconnect.testbed.aerospike.expression.Value.Nil;
import io.odsconnect.testbed.aerospike.expression.Value.Truth;
import io.odsconnect.testbed.aerospike.expression.Value.Whole;
import io.odsconnect.testbed.aerospike.wire.BinOperation;
import io.odsconnect.testbed.aerospike.wire.MessagePack;
import io.odsconnect.testbed.aerospike.wire.Particle;
import io.odsconnect.testbed.aerospike.wire.RefusedException;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import io.odsconnect.testbed.aerospike.wire.WireReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns the MessagePack of an expression into a tree, and checks types on the way as the server does: what it
 * refuses is refused with the server's code; what only this stand-in does not know, as an unsupported feature.
 *
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/src/base/exp.c">exp.c of the server:
 *     "exp_op_code" for the numbers, "Local helpers - build" for the checks</a>
 */
final class ExpressionCompiler {

    private static final int UNKNOWN = 0;
    private static final int EQUAL = 1;
    private static final int LESS_OR_EQUAL = 6;
    private static final int AND = 16;
    private static final int OR = 17;
    private static final int NOT = 18;
    private static final int EXACTLY_ONE = 19;
    private static final int ADD = 20;
    private static final int SUBTRACT = 21;
    private static final int MULTIPLY = 22;
    private static final int DIVIDE = 23;
    private static final int POWER = 24;
    private static final int LOGARITHM = 25;
    private static final int MODULO = 26;
    private static final int ABSOLUTE = 27;
    private static final int FLOOR = 28;
    private static final int CEILING = 29;
    private static final int TO_INTEGER = 30;
    private static final int TO_FLOAT = 31;
    private static final int BITS_AND = 32;
    private static final int BITS_SCAN_FROM_RIGHT = 41;
    private static final int MINIMUM = 50;
    private static final int MAXIMUM = 51;
    private static final int DIGEST_MODULO = 64;
    private static final int RECORD_SIZE = 74;
    private static final int RECORD_KEY = 80;
    private static final int BIN = 81;
    private static final int BIN_TYPE = 82;
    private static final int CONDITIONAL = 123;
    private static final int VARIABLE = 124;
    private static final int LET = 125;

    private static final List<Comparison.Operator> COMPARISONS = List.of(Comparison.Operator.values());
    private static final List<Bitwise.Operator> BITWISE = List.of(Bitwise.Operator.values());
    private static final List<Metadata.Kind> METADATA = List.of(Metadata.Kind.values());

    private record Definition(String name, ExpressionType type) {}

    private final MessagePack in;
    private final List<Definition> definitions = new ArrayList<>(0);

    private ExpressionCompiler(MessagePack in) {
        this.in = in;
    }

    /** Compiles an expression; the bytes must end with it. */
    static Expression compile(byte[] field) {
        MessagePack in = new MessagePack(new WireReader(field));
        Expression expression = new ExpressionCompiler(in).next();
        if (!in.atEnd()) {
            throw refused("something behind its end");
        }
        return expression;
    }

    private Expression next() {
        return switch (in.peek()) {
            case NIL -> {
                in.skip();
                yield new Constant(ExpressionType.NIL, Nil.NIL);
            }
            case BOOL -> new Constant(ExpressionType.BOOL, Truth.of(in.bool()));
            case INTEGER -> new Constant(ExpressionType.INTEGER, new Whole(in.integer()));
            case FLOAT -> new Constant(ExpressionType.FLOAT, new Floating(in.floating()));
            case BYTES -> bytes(in.bytes());
            case LIST -> operation(in.list() - 1);
            case MAP -> throw unsupported("a map");
            case EXTENSION -> throw unsupported("a value of a MessagePack extension");
        };
    }

    private static Expression bytes(byte[] typed) {
        if (typed.length == 0) {
            throw refused("an empty value");
        }
        Bytes bytes = new Bytes(Arrays.copyOfRange(typed, 1, typed.length));
        return switch (typed[0]) {
            case Particle.STRING -> new Constant(ExpressionType.TEXT, bytes);
            case Particle.BLOB -> new Constant(ExpressionType.BLOB, bytes);
            case Particle.GEO_JSON -> throw unsupported("a GeoJSON value");
            default -> throw refused("a value of type " + typed[0]);
        };
    }

    private Expression operation(int count) {
        if (count < 0) {
            throw refused("an empty list");
        }
        long code = in.integer();
        if (code >= EQUAL && code <= LESS_OR_EQUAL) {
            return comparison(COMPARISONS.get((int) code - EQUAL), count);
        }
        if (code >= BITS_AND && code <= BITS_SCAN_FROM_RIGHT) {
            return bitwise(BITWISE.get((int) code - BITS_AND), count);
        }
        if (code >= DIGEST_MODULO && code <= RECORD_SIZE) {
            return metadata(METADATA.get((int) code - DIGEST_MODULO), count);
        }
        return switch ((int) code) {
            case UNKNOWN -> new Constant(expect(count, 0, ExpressionType.BOOL), Truth.UNKNOWN);
            case AND -> logic(Logic.Operator.AND, count);
            case OR -> logic(Logic.Operator.OR, count);
            case EXACTLY_ONE -> logic(Logic.Operator.EXACTLY_ONE, count);
            case NOT ->
                new Not(operands(expect(count, 1, ExpressionType.BOOL), 1).get(0));
            case ADD -> fold(Arithmetic.Operator.ADD, count);
            case SUBTRACT -> fold(Arithmetic.Operator.SUBTRACT, count);
            case MULTIPLY -> fold(Arithmetic.Operator.MULTIPLY, count);
            case DIVIDE -> fold(Arithmetic.Operator.DIVIDE, count);
            case MINIMUM -> fold(Arithmetic.Operator.MINIMUM, count);
            case MAXIMUM -> fold(Arithmetic.Operator.MAXIMUM, count);
            case POWER -> floats(Arithmetic.Operator.POWER, count, 2, ExpressionType.FLOAT);
            case LOGARITHM -> floats(Arithmetic.Operator.LOGARITHM, count, 2, ExpressionType.FLOAT);
            case FLOOR -> floats(Arithmetic.Operator.FLOOR, count, 1, ExpressionType.FLOAT);
            case CEILING -> floats(Arithmetic.Operator.CEILING, count, 1, ExpressionType.FLOAT);
            case TO_INTEGER -> floats(Arithmetic.Operator.TO_INTEGER, count, 1, ExpressionType.INTEGER);
            case MODULO -> integers(Arithmetic.Operator.MODULO, count, 2, ExpressionType.INTEGER);
            case TO_FLOAT -> integers(Arithmetic.Operator.TO_FLOAT, count, 1, ExpressionType.FLOAT);
            case ABSOLUTE -> fold(Arithmetic.Operator.ABSOLUTE, expect(count, 1));
            case RECORD_KEY -> recordKey(count);
            case BIN -> bin(count);
            case BIN_TYPE -> new BinType(binName(expect(count, 1)));
            case CONDITIONAL -> conditional(count);
            case VARIABLE -> variable(count);
            case LET -> let(count);
            default -> throw unsupported("the operation numbered " + code);
        };
    }

    private Expression comparison(Comparison.Operator operator, int count) {
        expect(count, 2);
        Expression left = next();
        Expression right = next();
        if (left.type() != right.type()) {
            throw refused("a comparison of " + left.type() + " with " + right.type());
        }
        return new Comparison(operator, left, right);
    }

    private Expression logic(Logic.Operator operator, int count) {
        if (count < 2) {
            throw refused(operator + " of " + count);
        }
        return new Logic(operator, operands(ExpressionType.BOOL, count));
    }

    private Expression fold(Arithmetic.Operator operator, int count) {
        if (count < 1) {
            throw refused(operator + " of nothing");
        }
        Expression first = next();
        ExpressionType type = first.type();
        if (type != ExpressionType.INTEGER && type != ExpressionType.FLOAT) {
            throw refused(operator + " of " + type);
        }
        List<Expression> operands = new ArrayList<>(count);
        operands.add(first);
        operands.addAll(operands(type, count - 1));
        // A division is by the product of all that follow, which differs from one after the other for integers.
        if (operator == Arithmetic.Operator.DIVIDE && count > 2) {
            Expression product = new Arithmetic(Arithmetic.Operator.MULTIPLY, type, operands.subList(1, count));
            return new Arithmetic(operator, type, List.of(first, product));
        }
        return new Arithmetic(operator, type, operands);
    }

    private Expression floats(Arithmetic.Operator operator, int count, int expected, ExpressionType type) {
        return new Arithmetic(operator, type, operands(expect(count, expected, ExpressionType.FLOAT), count));
    }

    private Expression integers(Arithmetic.Operator operator, int count, int expected, ExpressionType type) {
        return new Arithmetic(operator, type, operands(expect(count, expected, ExpressionType.INTEGER), count));
    }

    private Expression bitwise(Bitwise.Operator operator, int count) {
        switch (operator) {
            case NOT, COUNT -> expect(count, 1);
            case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_SIGNED, SCAN_FROM_LEFT, SCAN_FROM_RIGHT -> expect(count, 2);
            case AND, OR, XOR -> {
                if (count < 1) {
                    throw refused(operator + " of nothing");
                }
            }
        }
        List<Expression> operands = new ArrayList<>(operands(ExpressionType.INTEGER, 1));
        boolean scans = operator == Bitwise.Operator.SCAN_FROM_LEFT || operator == Bitwise.Operator.SCAN_FROM_RIGHT;
        operands.addAll(operands(scans ? ExpressionType.BOOL : ExpressionType.INTEGER, count - 1));
        return new Bitwise(operator, operands);
    }

    private Expression metadata(Metadata.Kind kind, int count) {
        if (kind != Metadata.Kind.DIGEST_MODULO) {
            expect(count, 0);
            return new Metadata(kind, 0);
        }
        expect(count, 1);
        int modulus = (int) in.integer();
        if (modulus == 0) {
            throw refused("a digest modulo zero");
        }
        return new Metadata(kind, modulus);
    }

    private Expression recordKey(int count) {
        expect(count, 1);
        ExpressionType type = ExpressionType.of(in.integer());
        return switch (type) {
            case INTEGER, TEXT, BLOB -> new RecordKey(type);
            default -> throw refused("a key of type " + type);
        };
    }

    private Expression bin(int count) {
        expect(count, 2);
        ExpressionType type = ExpressionType.of(in.integer());
        String name = binName(count);
        return switch (type) {
            case NIL, BOOL, INTEGER, FLOAT, TEXT, BLOB -> new BinValue(type, name);
            case LIST, MAP, GEO_JSON, HYPER_LOG_LOG -> throw unsupported("a bin of type " + type);
        };
    }

    private String binName(int count) {
        String name = text();
        if (!BinOperation.isName(name)) {
            throw refused("a bin with the name " + name + " among its " + count + " arguments");
        }
        return name;
    }

    private Expression conditional(int count) {
        if (count < 3 || count % 2 == 0) {
            throw refused("a condition of " + count + " arguments");
        }
        List<Expression> conditions = new ArrayList<>();
        List<Expression> actions = new ArrayList<>();
        for (int i = 0; i < count / 2; i++) {
            conditions.addAll(operands(ExpressionType.BOOL, 1));
            actions.add(next());
        }
        Expression otherwise = next();
        List<Expression> results = new ArrayList<>(actions);
        results.add(otherwise);
        // Unknown goes with any type.
        List<ExpressionType> types = results.stream()
                .filter(result -> !(result instanceof Constant constant
                        && constant.value().isUnknown()))
                .map(Expression::type)
                .distinct()
                .toList();
        if (types.size() > 1) {
            throw refused("a condition that comes to " + types);
        }
        return new Conditional(types.isEmpty() ? ExpressionType.BOOL : types.get(0), conditions, actions, otherwise);
    }

    private Expression let(int count) {
        if (count < 3 || count % 2 == 0) {
            throw refused("a let of " + count + " arguments");
        }
        int outer = definitions.size();
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < count / 2; i++) {
            String name = text();
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*") || place(name) >= 0) {
                throw refused("a variable that is defined twice or has no proper name: " + name);
            }
            Expression value = next();
            values.add(value);
            definitions.add(new Definition(name, value.type()));
        }
        Expression body = next();
        definitions.subList(outer, definitions.size()).clear();
        return new Let(values, body);
    }

    private Expression variable(int count) {
        expect(count, 1);
        String name = text();
        int place = place(name);
        if (place < 0) {
            throw refused("a variable that is not defined: " + name);
        }
        return new Variable(definitions.get(place).type(), place);
    }

    private int place(String name) {
        for (int i = definitions.size() - 1; i >= 0; i--) {
            if (definitions.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private List<Expression> operands(ExpressionType type, int count) {
        List<Expression> operands = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Expression operand = next();
            if (operand.type() != type) {
                throw refused("an operand of type " + operand.type() + " where " + type + " belongs");
            }
            operands.add(operand);
        }
        return operands;
    }

    private String text() {
        return new String(in.bytes(), StandardCharsets.UTF_8);
    }

    private static int expect(int count, int expected) {
        if (count != expected) {
            throw refused(count + " arguments where " + expected + " belong");
        }
        return count;
    }

    private static ExpressionType expect(int count, int expected, ExpressionType type) {
        expect(count, expected);
        return type;
    }

    private static RefusedException refused(String what) {
        return RefusedException.because(ResultCode.PARAMETER, "an expression with " + what);
    }

    private static RefusedException unsupported(String what) {
        return RefusedException.because(ResultCode.UNSUPPORTED_FEATURE, "an expression with " + what);
    }
}
