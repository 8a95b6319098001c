package io.github.konnectauth.operator;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number as people write it in a flag: digits, and digits behind a dot if need be. */
final class NumberText implements ITypeConverter<BigDecimal> {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

    @Override
    public BigDecimal convert(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new TypeConversionException("'" + text + "' is not a number such as 25 or 0.5");
        }
        return new BigDecimal(text);
    }
}
