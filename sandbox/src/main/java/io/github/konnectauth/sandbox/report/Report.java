package io.github.konnectauth.sandbox.report;

import java.util.ArrayList;
import java.util.List;

/**
 * All that the benchmark found.
 *
 * @param cases in the order of the table
 */
public record Report(Machine machine, List<CaseResult> cases) {

    public Report {
        cases = List.copyOf(cases);
    }

    /** With another case, which takes the place of an earlier result of the same work. */
    public Report with(CaseResult result) {
        var all = new ArrayList<>(cases);
        var at = 0;
        while (at < all.size() && !all.get(at).isSameAs(result)) {
            at++;
        }
        if (at < all.size()) {
            all.set(at, result);
        } else {
            all.add(result);
        }
        return new Report(machine, all);
    }

    /** The results of a case, the smallest number of resources first. */
    public List<CaseResult> of(String name) {
        return cases.stream()
                .filter(each -> each.name().equals(name))
                .sorted((one, other) -> Integer.compare(one.resources(), other.resources()))
                .toList();
    }

    /** How many goals were missed. */
    public long missed() {
        return cases.stream()
                .flatMap(each -> each.figures().stream())
                .filter(figure -> figure.standing() == Goal.Standing.MISSED)
                .count();
    }
}
