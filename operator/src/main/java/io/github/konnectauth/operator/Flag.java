package io.github.konnectauth.operator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.Converter;
import org.apache.commons.cli.ParseException;

/**
 * A flag of a command. Its value comes from the command line, else from its environment variable, else it is the default.
 *
 * @param <T> what it is read as
 * @param name without the dashes in front
 * @param label what stands for the value in help
 * @param fallback the default, as it would be written; empty for none
 * @param form how its values are written
 * @param reader throws {@link ParseException}, with a message that quotes the value, for one that cannot be read
 * @param description ends with a full stop
 */
record Flag<T>(
        String name,
        String label,
        String fallback,
        Form form,
        Converter<T, ParseException> reader,
        String description) {

    /** Every variable begins so. */
    private static final String VARIABLE_PREFIX = "KONNECT_AUTH_";

    /** How values are written. */
    enum Form {
        /** One. */
        VALUE,
        /** One, which may be left out and is true then. */
        SWITCH,
        /** Several, separated by commas, and the flag may be repeated. */
        LIST
    }

    static Flag<String> text(String name, String label, String fallback, String description) {
        return new Flag<>(name, label, fallback, Form.VALUE, text -> text, description);
    }

    static Flag<Duration> duration(String name, String fallback, String description) {
        return new Flag<>(name, "duration", fallback, Form.VALUE, DurationText::read, description);
    }

    static Flag<Boolean> onOrOff(String name, boolean fallback, String description) {
        return new Flag<>(name, "true|false", String.valueOf(fallback), Form.SWITCH, Flag::truth, description);
    }

    /** Has no default: who reads it decides. */
    static Flag<Optional<Boolean>> onOrOffOrOpen(String name, String description) {
        return optional(name, "true|false", Form.SWITCH, Flag::truth, description);
    }

    /** Has no default; a blank text counts as none. */
    static <T> Flag<Optional<T>> optional(
            String name, String label, Form form, Converter<T, ParseException> reader, String description) {
        return new Flag<>(
                name,
                label,
                "",
                form,
                text -> text.isBlank() ? Optional.empty() : Optional.of(reader.apply(text)),
                description);
    }

    static <E extends Enum<E>> Flag<E> choice(String name, Class<E> choices, String fallback, String description) {
        return new Flag<>(
                name, named(choices, "|"), fallback, Form.VALUE, text -> constant(choices, text), description);
    }

    static Flag<List<String>> list(String name, String label, String fallback, String description) {
        return new Flag<>(name, label, fallback, Form.LIST, text -> List.of(text.split(",", 0)), description);
    }

    private static boolean truth(String text) throws ParseException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ParseException("'" + text + "' is neither true nor false");
        };
    }

    /** A constant by its name in help, in whatever case. */
    static <E extends Enum<E>> E constant(Class<E> choices, String text) throws ParseException {
        return Stream.of(choices.getEnumConstants())
                .filter(choice -> named(choice).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new ParseException("'" + text + "' is none of " + named(choices, ", ")));
    }

    private static String named(Class<? extends Enum<?>> choices, String separator) {
        return Stream.of(choices.getEnumConstants()).map(Flag::named).collect(Collectors.joining(separator));
    }

    private static String named(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As it is written on the command line. */
    String dashed() {
        return "--" + name;
    }

    String shownFallback() {
        return fallback.isEmpty() ? "none" : fallback;
    }

    String variable() {
        return VARIABLE_PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
