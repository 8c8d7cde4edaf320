package io.odsconnect.smt.crypto;

/** The check of card numbers, ISO/IEC 7812-1 annex B. */
final class Luhn {

    private Luhn() {}

    /** Says whether a text consists of digits, of which the last is the check digit of the others. */
    static boolean isValid(CharSequence number) {
        int sum = 0;
        for (int i = number.length() - 1, place = 0; i >= 0; i--, place++) {
            int digit = number.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            int weighted = place % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return number.length() > 1 && sum % 10 == 0;
    }
}
