package io.odsconnect.common.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was meant by a misspelt one, in either case of letters. */
public final class Spelling {

    /** How many letters may be wrong in a name. */
    private static final int WRONG_LETTERS = 2;

    /** Of a short name, two wrong letters may be most of it. */
    private static final int LETTERS_A_MISTAKE = 3;

    private Spelling() {}

    /** Returns the name of {@code known} that {@code name} was probably meant to be; of those that are as like, the shortest. */
    public static Optional<String> meant(String name, Collection<String> known) {
        return known.stream().filter(other -> isMisspelt(name, other)).min(nearest(name));
    }

    /** Says whether {@code name} is so like {@code other} that it was probably meant to be that. */
    static boolean isMisspelt(String name, String other) {
        int mayBeWrong = Math.max(1, Math.min(WRONG_LETTERS, other.length() / LETTERS_A_MISTAKE));
        return Math.abs(name.length() - other.length()) <= mayBeWrong && distance(name, other) <= mayBeWrong;
    }

    /** Returns the name of {@code known} that is most like {@code name}, however unlike; empty where there is none. */
    public static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream().min(nearest(name));
    }

    private static Comparator<String> nearest(String name) {
        return Comparator.<String>comparingInt(other -> distance(name, other))
                .thenComparingInt(String::length)
                .thenComparing(Comparator.naturalOrder());
    }

    /** Returns how many letters have to be put in, taken out or changed to make one of the other, in either case. */
    private static int distance(String one, String other) {
        String first = one.toLowerCase(Locale.ROOT);
        String second = other.toLowerCase(Locale.ROOT);
        int[] row = new int[second.length() + 1];
        for (int j = 0; j <= second.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= first.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= second.length(); j++) {
                int above = row[j];
                int change = first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + change);
                diagonal = above;
            }
        }
        return row[second.length()];
    }
}
