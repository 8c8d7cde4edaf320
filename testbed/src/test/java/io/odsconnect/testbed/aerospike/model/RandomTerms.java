package io.odsconnect.testbed.aerospike.model;

import com.aerospike.client.exp.Exp;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes up expressions over a few bins, some of which are missing or of another type. */
final class RandomTerms {

    private final Random random;
    private final List<String> bins;

    RandomTerms(Random random, List<String> bins) {
        this.random = random;
        this.bins = bins;
    }

    private String bin() {
        return bins.get(random.nextInt(bins.size()));
    }

    Term<Boolean> truth(int depth) {
        int kind = random.nextInt(depth > 0 ? 12 : 6);
        String bin = bin();
        return switch (kind) {
            case 0 -> {
                boolean value = random.nextBoolean();
                yield new Term<>(Exp.val(value), none -> value);
            }
            case 1 -> new Term<>(Exp.binExists(bin), there -> there.containsKey(bin));
            case 2 -> new Term<>(Exp.boolBin(bin), Term.bin(bin, Boolean.class));
            case 3 -> comparison(whole(depth - 1), whole(depth - 1));
            case 4 -> comparison(text(depth - 1), text(depth - 1));
            case 5 -> comparison(fraction(depth - 1), fraction(depth - 1));
            case 6 -> {
                Term<Boolean> of = truth(depth - 1);
                yield new Term<>(
                        Exp.not(of.exp()), there -> negated(of.meaning().of(there)));
            }
            case 7 -> comparison(truth(depth - 1), truth(depth - 1));
            case 8, 9 -> {
                List<Term<Boolean>> of = List.of(truth(depth - 1), truth(depth - 1), truth(depth - 1));
                yield new Term<>(Exp.and(exps(of)), there -> decided(of, there, false));
            }
            case 10 -> {
                List<Term<Boolean>> of = List.of(truth(depth - 1), truth(depth - 1));
                yield new Term<>(Exp.or(exps(of)), there -> decided(of, there, true));
            }
            default -> {
                List<Term<Boolean>> of = List.of(truth(depth - 1), truth(depth - 1), truth(depth - 1));
                yield new Term<>(Exp.exclusive(exps(of)), there -> exactlyOne(of, there));
            }
        };
    }

    private Term<Long> whole(int depth) {
        int kind = random.nextInt(depth > 0 ? 12 : 3);
        if (kind == 0) {
            long value = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(7) - 3;
            return new Term<>(Exp.val(value), none -> value);
        }
        if (kind <= 2) {
            String bin = bin();
            return new Term<>(Exp.intBin(bin), Term.bin(bin, Long.class));
        }
        if (kind == 3) {
            return choice(truth(depth - 1), whole(depth - 1), whole(depth - 1));
        }
        Term<Long> a = whole(depth - 1);
        Term<Long> b = whole(depth - 1);
        Exp x = a.exp();
        Exp y = b.exp();
        return switch (kind) {
            case 4 -> new Term<>(Exp.add(x, y), Term.both(a, b, Long::sum));
            case 5 -> new Term<>(Exp.sub(x, y), Term.both(a, b, (p, q) -> p - q));
            case 6 -> new Term<>(Exp.mul(x, y), Term.both(a, b, (p, q) -> p * q));
            // The smallest number by -1 traps on the machine, and the server with it.
            case 7 ->
                new Term<>(
                        Exp.div(Exp.intAnd(x, Exp.val(0xffff)), y),
                        Term.both(a, b, (p, q) -> q == 0 ? null : (p & 0xffff) / q));
            case 8 ->
                new Term<>(
                        Exp.mod(Exp.intAnd(x, Exp.val(0xffff)), y),
                        Term.both(a, b, (p, q) -> q == 0 ? null : (p & 0xffff) % q));
            case 9 -> new Term<>(Exp.min(x, y), Term.both(a, b, Math::min));
            case 10 -> new Term<>(Exp.intXor(x, y), Term.both(a, b, (p, q) -> p ^ q));
            default -> new Term<>(Exp.arshift(x, Exp.intAnd(y, Exp.val(63))), Term.both(a, b, (p, q) -> p >> (q & 63)));
        };
    }

    private Term<Double> fraction(int depth) {
        int kind = random.nextInt(depth > 0 ? 8 : 3);
        if (kind == 0) {
            double value = random.nextInt(9) / 2.0 - 2;
            return new Term<>(Exp.val(value), none -> value);
        }
        if (kind <= 2) {
            String bin = bin();
            return new Term<>(Exp.floatBin(bin), Term.bin(bin, Double.class));
        }
        if (kind == 3) {
            Term<Long> of = whole(depth - 1);
            return new Term<>(Exp.toFloat(of.exp()), Term.both(of, of, (p, q) -> (double) p));
        }
        Term<Double> a = fraction(depth - 1);
        Term<Double> b = fraction(depth - 1);
        Exp x = a.exp();
        Exp y = b.exp();
        return switch (kind) {
            case 4 -> new Term<>(Exp.add(x, y), Term.both(a, b, Double::sum));
            case 5 -> new Term<>(Exp.mul(x, y), Term.both(a, b, (p, q) -> p * q));
            case 6 -> new Term<>(Exp.div(x, y), Term.both(a, b, (p, q) -> p / q));
            default -> new Term<>(Exp.floor(x), Term.both(a, a, (p, q) -> Math.floor(p)));
        };
    }

    private Term<String> text(int depth) {
        if (depth > 0 && random.nextInt(3) == 0) {
            return choice(truth(depth - 1), text(depth - 1), text(depth - 1));
        }
        if (random.nextBoolean()) {
            String bin = bin();
            return new Term<>(Exp.stringBin(bin), Term.bin(bin, String.class));
        }
        String value = "abc".substring(random.nextInt(3));
        return new Term<>(Exp.val(value), none -> value);
    }

    private <T> Term<T> choice(Term<Boolean> when, Term<T> then, Term<T> otherwise) {
        return new Term<>(Exp.cond(when.exp(), then.exp(), otherwise.exp()), there -> {
            Boolean holds = when.meaning().of(there);
            return holds == null ? null : (holds ? then : otherwise).meaning().of(there);
        });
    }

    private <T extends Comparable<T>> Term<Boolean> comparison(Term<T> a, Term<T> b) {
        return switch (random.nextInt(6)) {
            case 0 -> new Term<>(Exp.eq(a.exp(), b.exp()), Term.both(a, b, (p, q) -> !nan(p, q) && order(p, q) == 0));
            case 1 -> new Term<>(Exp.ne(a.exp(), b.exp()), Term.both(a, b, (p, q) -> nan(p, q) || order(p, q) != 0));
            case 2 -> new Term<>(Exp.lt(a.exp(), b.exp()), Term.both(a, b, (p, q) -> !nan(p, q) && order(p, q) < 0));
            case 3 -> new Term<>(Exp.le(a.exp(), b.exp()), Term.both(a, b, (p, q) -> !nan(p, q) && order(p, q) <= 0));
            case 4 -> new Term<>(Exp.gt(a.exp(), b.exp()), Term.both(a, b, (p, q) -> !nan(p, q) && order(p, q) > 0));
            default -> new Term<>(Exp.ge(a.exp(), b.exp()), Term.both(a, b, (p, q) -> !nan(p, q) && order(p, q) >= 0));
        };
    }

    private static <T extends Comparable<T>> boolean nan(T a, T b) {
        return a.equals(Double.NaN) || b.equals(Double.NaN);
    }

    private static <T extends Comparable<T>> int order(T a, T b) {
        boolean zeros = (a.equals(-0.0) && b.equals(0.0)) || (a.equals(0.0) && b.equals(-0.0));
        return zeros ? 0 : a.compareTo(b);
    }

    private static @Nullable Boolean negated(@Nullable Boolean value) {
        return value == null ? null : !value;
    }

    private static @Nullable Boolean decided(List<Term<Boolean>> terms, Map<String, Object> bins, boolean by) {
        boolean unknown = false;
        for (Term<Boolean> term : terms) {
            Boolean value = term.meaning().of(bins);
            if (Objects.equals(value, by)) {
                return by;
            }
            unknown |= value == null;
        }
        return unknown ? null : !by;
    }

    private static @Nullable Boolean exactlyOne(List<Term<Boolean>> terms, Map<String, Object> bins) {
        int holding = 0;
        for (Term<Boolean> term : terms) {
            Boolean value = term.meaning().of(bins);
            if (value == null) {
                return null;
            }
            holding += value ? 1 : 0;
            if (holding == 2) {
                return false;
            }
        }
        return holding == 1;
    }

    private static Exp[] exps(List<Term<Boolean>> terms) {
        return terms.stream().map(Term::exp).toArray(Exp[]::new);
    }
}
