package io.github.konnectauth.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.apache.commons.cli.help.TextHelpAppendable;
import org.apache.commons.cli.help.TextStyle;

/**
 * A command of the program: what its arguments mean, and its help.
 *
 * @param flags in the order of its help
 */
record Command(String name, String description, List<Flag<?>> flags, Meaning meaning) {

    /** What a command is asked to do by arguments whose form is right. */
    @FunctionalInterface
    interface Meaning {

        /**
         * The order that they are.
         *
         * @throws ParseException about the first value that is wrong, or does not fit to the others
         */
        Order of(Arguments arguments, Map<String, String> environment) throws ParseException;
    }

    private static final int WIDTH = 100;

    /** Columns in front of what explains a name. */
    static final int INDENT = 6;

    /** What each help ends with. */
    static final String HELP_AND_VERSION =
            "  --help, -h\n      Show this help and end.\n\n" + "  --version, -V\n      Show the version and end.";

    /**
     * What this command is asked to do.
     *
     * @param arguments those behind its name
     * @throws ParseException with what is wrong first, without its full stop
     */
    Order order(List<String> arguments, Map<String, String> environment) throws ParseException {
        return meaning.of(read(parsed(arguments), environment), environment);
    }

    private Arguments read(CommandLine line, Map<String, String> environment) throws ParseException {
        if (!line.getArgList().isEmpty()) {
            throw new ParseException("Unknown argument: '" + line.getArgList().getFirst() + "'");
        }
        var texts = new LinkedHashMap<String, String>();
        for (var flag : flags) {
            texts.put(
                    flag.name(),
                    given(flag, line)
                            .or(() -> Optional.ofNullable(environment.get(flag.variable()))
                                    .filter(text -> !text.isBlank()))
                            .orElse(flag.fallback()));
        }
        return new Arguments(texts);
    }

    private CommandLine parsed(List<String> arguments) throws ParseException {
        try {
            return DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(options(), arguments.toArray(String[]::new));
        } catch (UnrecognizedOptionException e) {
            throw new ParseException("Unknown option: '" + e.getOption() + "'");
        } catch (MissingArgumentException e) {
            throw new ParseException("--" + e.getOption().getLongOpt() + " needs a value");
        }
    }

    private static Optional<String> given(Flag<?> flag, CommandLine line) throws ParseException {
        var options = Stream.of(line.getOptions())
                .filter(option -> flag.name().equals(option.getLongOpt()))
                .toList();
        if (options.size() > 1 && flag.form() != Flag.Form.LIST) {
            throw new ParseException(flag.dashed() + " is there more than once");
        }
        return options.stream()
                .map(option -> Optional.ofNullable(option.getValue()).orElse("true"))
                .reduce((one, other) -> one + "," + other);
    }

    /** What the program says when it is asked how this command is used. */
    String help() {
        var text = new StringBuilder("Usage: " + Order.PROGRAM + " " + name + " [flags]\n\n");
        text.append(wrapped(description, 0));
        for (var flag : flags) {
            text.append("\n  ")
                    .append(flag.dashed())
                    .append(" <")
                    .append(flag.label())
                    .append(">\n");
            text.append(wrapped(flag.description(), INDENT));
            text.append(wrapped("Default: " + flag.shownFallback() + ". Variable: " + flag.variable(), INDENT));
        }
        return text.append('\n').append(HELP_AND_VERSION).toString();
    }

    /** The sentences in lines that end with a line break. */
    static String wrapped(String sentences, int indent) {
        var text = new StringBuilder();
        var style = TextStyle.builder().setLeftPad(indent).setIndent(0).setMaxWidth(WIDTH - indent);
        try {
            new TextHelpAppendable(text).printWrapped(sentences, style.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().replaceAll("(?m) +$", "");
    }

    private Options options() {
        var options = new Options();
        for (var flag : flags) {
            options.addOption(Option.builder()
                    .longOpt(flag.name())
                    .hasArg()
                    .optionalArg(flag.form() == Flag.Form.SWITCH)
                    .get());
        }
        return options;
    }
}
