package io.odsconnect.examples.demo;

import java.util.List;
import java.util.Locale;

/** What the demo shows: plain lines, and blocks that are drawn over each other where the output is a terminal. */
final class Screen {

    private static final int BAR = 30;

    private final boolean terminal = Boolean.getBoolean("odsconnect.terminal");
    private int drawn;

    /** Says whether blocks are drawn over each other; else they should come seldom. */
    boolean isTerminal() {
        return terminal;
    }

    /** Begins a chapter. */
    void chapter(String title) {
        drawn = 0;
        System.out.println();
        System.out.println(terminal ? "\u001b[1m" + title + "\u001b[0m" : title);
    }

    /** Prints a line that stays. */
    void line(String format, Object... values) {
        drawn = 0;
        System.out.println("  " + String.format(Locale.ROOT, format, values));
    }

    /** Draws lines over the last block, if nothing else came after it. */
    void block(List<String> lines) {
        if (terminal && drawn > 0) {
            System.out.print("\u001b[" + drawn + "A\u001b[J");
        }
        lines.forEach(line -> System.out.println("  " + line));
        drawn = lines.size();
    }

    /** Returns a bar for a part of a whole. */
    static String bar(long part, long whole) {
        int full = (int) Math.min(BAR, whole == 0 ? BAR : part * BAR / whole);
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
    }
}
