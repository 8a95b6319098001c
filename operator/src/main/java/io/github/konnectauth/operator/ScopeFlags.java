package io.github.konnectauth.operator;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.ParseException;

/** The flags that say which resources are meant. */
final class ScopeFlags {

    static final Flag<List<String>> WATCH_NAMESPACES = Flag.list(
            "watch-namespaces",
            "name",
            "",
            "Look at resources and Secrets in these namespaces only, separated by commas.");

    /** Empty for all resources. */
    static final Flag<Optional<String>> LABEL_SELECTOR = Flag.optional(
            "label-selector", "selector", Flag.Form.VALUE, text -> text, "Look at resources with these labels only.");

    private ScopeFlags() {}

    /** Empty for all. */
    static Set<String> namespaces(Arguments arguments) throws ParseException {
        return arguments.get(WATCH_NAMESPACES).stream()
                .filter(name -> !name.isBlank())
                .collect(Collectors.toUnmodifiableSet());
    }
}
