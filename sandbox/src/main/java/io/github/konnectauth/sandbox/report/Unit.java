package io.github.konnectauth.sandbox.report;

import java.util.Locale;

/** What a figure counts, and with how many digits it is printed. */
public enum Unit {
    SECONDS("s", 2),
    MILLISECONDS("ms", 0),
    MICROSECONDS("µs", 0),
    /** Of 1,048,576 bytes. */
    MEGABYTES("MB", 0),
    /** Of 1,024 bytes. */
    KILOBYTES("kB", 1),
    /** How many times as much as something else. */
    TIMES("×", 2),
    /** Of one processor core. */
    PERCENT_OF_A_CORE("%", 2),
    A_SECOND("a second", 0),
    /** Of something; how many there are for each. */
    EACH("each", 2),
    COUNT("", 0);

    private final String symbol;
    private final int digits;

    Unit(String symbol, int digits) {
        this.symbol = symbol;
        this.digits = digits;
    }

    /** A value with its unit, such as {@code 1,234 ms}. */
    public String text(double value) {
        return with(String.format(Locale.ROOT, "%,." + digits + "f", value));
    }

    /** A goal with its unit, with no more digits than it has. */
    String goal(double value) {
        var number = String.format(Locale.ROOT, "%,.2f", value);
        return with(number.replaceFirst("\\.?0+$", ""));
    }

    private String with(String number) {
        return symbol.isEmpty() ? number : number + " " + symbol;
    }
}
