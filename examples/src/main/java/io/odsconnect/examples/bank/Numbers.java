package io.odsconnect.examples.bank;

import java.util.Locale;

/** The bank's way of numbering accounts and cards. */
final class Numbers {

    private Numbers() {}

    /** Returns the account number of this sequence number: twelve digits. */
    static String account(long sequence) {
        return String.format(Locale.ROOT, "%012d", sequence);
    }

    /** Returns the card number of this sequence number: sixteen digits, the last a Luhn check digit. */
    static String card(long sequence) {
        String digits = String.format(Locale.ROOT, "400000%09d", sequence);
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return digits + (10 - sum % 10) % 10;
    }
}
