package io.github.konnectauth.operator.konnect;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Kong's support asks for: the {@code instance} of an error.
 *
 * @param text {@code konnect:trace:} and up to 32 digits
 */
public record Trace(String text) {

    private static final Pattern FORM = Pattern.compile("konnect:trace:[0-9]{1,32}");

    /** The trace, if the text is one. Anything else that a server sends is never shown to anybody. */
    static Optional<Trace> of(String instance) {
        return FORM.matcher(instance).matches() ? Optional.of(new Trace(instance)) : Optional.empty();
    }
}
