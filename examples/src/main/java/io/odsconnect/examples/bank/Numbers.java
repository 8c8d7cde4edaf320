package io.odsconnect.examples.bank;

import java.util.Locale;

/** The bank's way of numbering accounts and cards. */
final class Numbers {

    private Numbers() {}

    /** Returns the account number of this sequence number: twelve digits. */
    static String account(long sequence) {
        return String.format(Locale.ROOT, "%012d", sequence);
    }

    /**
     * Returns the card number of this sequence number: 13 to 19 digits, as card schemes have them, the last a Luhn check
     * digit. Half of the cards have sixteen.
     */
    static String card(long sequence) {
        int digits = sequence % 2 == 0 ? 16 : 13 + (int) (sequence / 2 % 7);
        String prefix = switch (digits) {
            case 14 -> "36";
            case 15 -> "37";
            default -> "40";
        };
        String number = prefix + String.format(Locale.ROOT, "%0" + (digits - 3) + "d", sequence);
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(number.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return number + (10 - sum % 10) % 10;
    }
}
