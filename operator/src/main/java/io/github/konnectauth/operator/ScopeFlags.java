package io.github.konnectauth.operator;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The flags that say which resources are meant. */
final class ScopeFlags {

    @Option(
            names = "--watch-namespaces",
            split = ",",
            defaultValue = "",
            paramLabel = "<name>",
            description = "Look at resources and Secrets in these namespaces only, separated by commas.")
    private Set<String> watchNamespaces = Set.of();

    @Option(
            names = "--label-selector",
            defaultValue = "",
            paramLabel = "<selector>",
            description = "Look at resources with these labels only.")
    private String labelSelector = "";

    /** Empty for all. */
    Set<String> namespaces() {
        return watchNamespaces.stream().filter(name -> !name.isBlank()).collect(Collectors.toUnmodifiableSet());
    }

    /** Empty for all resources. */
    Optional<String> selector() {
        return Optional.of(labelSelector).filter(text -> !text.isBlank());
    }
}
