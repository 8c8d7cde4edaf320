package io.odsconnect.common.value;

import java.util.Random;

/** Finite floating-point numbers of all magnitudes, those at the edges of the types included. */
final class RandomNumbers {

    private static final double[] DOUBLE_EDGES = {
        0.0,
        -0.0,
        1,
        -1,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        0x1p53,
        1e22
    };
    private static final float[] FLOAT_EDGES = {
        0.0f,
        -0.0f,
        1,
        -1,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        0x1p24f
    };

    private RandomNumbers() {}

    static double nextDouble(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> DOUBLE_EDGES[random.nextInt(DOUBLE_EDGES.length)];
            case 1, 2 -> random.nextInt() / 100.0;
            default -> {
                double any = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(any) ? any : random.nextDouble();
            }
        };
    }

    static float nextFloat(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> FLOAT_EDGES[random.nextInt(FLOAT_EDGES.length)];
            case 1, 2 -> random.nextInt() / 100f;
            default -> {
                float any = Float.intBitsToFloat(random.nextInt());
                yield Float.isFinite(any) ? any : random.nextFloat();
            }
        };
    }
}
