package io.github.konnectauth.operator;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.apache.commons.cli.ParseException;

/** Numbers as people write them in a flag. */
final class NumberText {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final int LAST_PORT = 65535;

    private NumberText() {}

    /**
     * Digits, and digits behind a dot if need be.
     *
     * @throws ParseException if it is anything else
     */
    static BigDecimal decimal(String text) throws ParseException {
        if (!NUMBER.matcher(text).matches()) {
            throw new ParseException("'" + text + "' is not a number such as 25 or 0.5");
        }
        return new BigDecimal(text);
    }

    /** @throws ParseException if it is no number from 0 to 65535 */
    static int port(String text) throws ParseException {
        if (!PORT.matcher(text).matches() || Integer.parseInt(text) > LAST_PORT) {
            throw new ParseException("'" + text + "' is not a number between 0 and " + LAST_PORT);
        }
        return Integer.parseInt(text);
    }
}
