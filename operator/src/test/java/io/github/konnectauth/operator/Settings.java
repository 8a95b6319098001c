package io.github.konnectauth.operator;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the operator is told, as people tell it: in flags. */
final class Settings {

    private Settings() {}

    /** @param flags that win over the usual ones */
    static OperatorConfig of(List<String> usual, String... flags) {
        var arguments = Stream.of(
                        Stream.of("run"),
                        usual.stream()
                                .filter(flag -> Stream.of(flags)
                                        .noneMatch(other -> name(other).equals(name(flag)))),
                        Stream.of(flags))
                .flatMap(Function.identity())
                .toList();
        return ((Order.Run) Order.of(arguments, Map.of())).config();
    }

    private static String name(String flag) {
        return flag.replaceFirst("=.*", "");
    }
}
