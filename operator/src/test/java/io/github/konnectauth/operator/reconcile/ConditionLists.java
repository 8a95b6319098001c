package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Lists of conditions: what may be stored, by whomever, and what the operator wants to be there. */
final class ConditionLists extends DomainContextBase {

    static final String NOW = "2026-03-01T10:00:00Z";

    static final Set<String> OURS = Set.of(
            Condition.API_AUTH_VALID,
            Condition.READY,
            Condition.RESOLVED_REFS,
            Condition.RECONCILING,
            Condition.STALLED);

    /** What is stored; a type may be there more than once, which only a CRD without list-map lets pass. */
    record Stored(List<Condition> conditions) {}

    /** What the operator wants to be there, as of {@link #NOW}. */
    record Wanted(List<Condition> conditions) {

        Wanted asOf(String time) {
            return new Wanted(conditions.stream()
                    .map(c ->
                            new Condition(c.type(), c.status(), c.reason(), c.message(), c.observedGeneration(), time))
                    .toList());
        }
    }

    @Provide
    Arbitrary<Stored> stored() {
        var types = new ArrayList<>(OURS);
        types.addAll(List.of("Valid", "Programmed", "Accepted", "a.example/B", "C", "D", "E", "F", "G"));
        return conditions(Arbitraries.of(types), Arbitraries.of("", "1970-01-01T00:00:00Z", "2026-02-01T00:00:00Z"))
                .list()
                .ofMaxSize(11)
                .map(Stored::new)
                .withoutEdgeCases();
    }

    @Provide
    Arbitrary<KonnectAPIAuthConfigurationStatus> statuses() {
        return Combinators.combine(
                        stored(),
                        Arbitraries.of("org-a", "org-b").injectNull(0.3),
                        Arbitraries.of("https://us.api.konghq.com", "https://eu.api.konghq.com")
                                .injectNull(0.3),
                        Arbitraries.longs().between(1, 3).injectNull(0.3),
                        Arbitraries.of("6", "7").injectNull(0.3),
                        Arbitraries.of("first", "second").injectNull(0.3))
                .as((conditions, organization, server, generation, version, request) ->
                        new KonnectAPIAuthConfigurationStatus(
                                conditions.conditions(), organization, server, generation, version, request))
                .withoutEdgeCases();
    }

    @Provide
    Arbitrary<Wanted> wanted() {
        var now = Arbitraries.just(NOW);
        return Combinators.combine(
                        conditions(Arbitraries.just(Condition.API_AUTH_VALID), now),
                        conditions(Arbitraries.just(Condition.READY), now),
                        conditions(Arbitraries.of(Condition.RECONCILING, Condition.STALLED), now)
                                .list()
                                .ofMaxSize(1),
                        conditions(Arbitraries.just(Condition.RESOLVED_REFS), now)
                                .list()
                                .ofMaxSize(1))
                .as((valid, ready, progress, refs) -> {
                    var all = new ArrayList<>(List.of(valid, ready));
                    all.addAll(progress);
                    all.addAll(refs);
                    return new Wanted(all);
                })
                .withoutEdgeCases();
    }

    private static Arbitrary<Condition> conditions(Arbitrary<String> types, Arbitrary<String> times) {
        return Combinators.combine(
                        types,
                        Arbitraries.of("True", "False", "Unknown"),
                        Arbitraries.of("Valid", "Pending"),
                        Arbitraries.of("One message.", "Another message."),
                        Arbitraries.longs().between(1, 3).injectNull(0.2),
                        times)
                .as(Condition::new);
    }
}
