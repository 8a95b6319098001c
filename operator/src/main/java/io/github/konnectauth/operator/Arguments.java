package io.github.konnectauth.operator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.cli.ParseException;

/**
 * What stands for each flag of a command: on the command line, in its variable, or by default.
 *
 * @param texts by the flags' names, in the order of the command's help
 */
record Arguments(Map<String, String> texts) {

    /**
     * The value of a flag.
     *
     * @throws ParseException if what stands for it is not one
     */
    <T> T get(Flag<T> flag) throws ParseException {
        try {
            return flag.reader().apply(Objects.requireNonNull(texts.get(flag.name())));
        } catch (ParseException e) {
            throw new ParseException(flag.dashed() + ": " + e.getMessage());
        }
    }

    /** The same with another text for this flag. */
    Arguments with(Flag<?> flag, String text) {
        var others = new LinkedHashMap<>(texts);
        others.put(flag.name(), text);
        return new Arguments(others);
    }

    /** All texts, fit to be logged: without the credentials of a URL. */
    Map<String, String> shown() {
        var shown = new LinkedHashMap<String, String>();
        texts.forEach((name, text) -> shown.put(name, text.replaceAll("//[^/]*@", "//***@")));
        return shown;
    }
}
