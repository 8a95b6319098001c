package io.github.konnectauth.sandbox.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a case found.
 *
 * @param name of the case, as {@code --only} takes it
 * @param resources how many there were
 * @param title what was done, for people
 * @param day when, as ISO 8601
 * @param figures in the order of the table
 */
public record CaseResult(String name, int resources, String title, String day, List<Figure> figures) {

    public CaseResult {
        figures = List.copyOf(figures);
    }

    /**
     * Several runs of the same case as one, figure by figure. A figure that not every run has is made of those that have.
     *
     * @param runs at least one
     */
    public static CaseResult median(List<CaseResult> runs) {
        var first = runs.getFirst();
        var byKey = runs.stream()
                .flatMap(run -> run.figures().stream())
                .collect(Collectors.groupingBy(Figure::key, LinkedHashMap::new, Collectors.toList()));
        return new CaseResult(
                first.name(),
                first.resources(),
                first.title(),
                runs.getLast().day(),
                byKey.values().stream().map(Figure::median).toList());
    }

    /** The value of a figure. */
    public Optional<Double> value(String key) {
        return figures.stream()
                .filter(figure -> figure.key().equals(key))
                .map(Figure::value)
                .findFirst();
    }

    /** Whether both are of the same work. */
    boolean isSameAs(CaseResult other) {
        return name.equals(other.name) && resources == other.resources;
    }
}
