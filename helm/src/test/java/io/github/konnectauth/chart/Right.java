package io.github.konnectauth.chart;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A right, as somebody would take it away. */
record Right(String verb, String group, String resource) {

    /** What nobody could do without the right. */
    private static final Map<String, Ability> NEEDED_FOR = Map.ofEntries(
            Map.entry("list konnectapiauthconfigurations", Ability.FILLS_ITS_CACHES),
            Map.entry("watch konnectapiauthconfigurations", Ability.FILLS_ITS_CACHES),
            Map.entry("list secrets", Ability.FILLS_ITS_CACHES),
            Map.entry("watch secrets", Ability.FILLS_ITS_CACHES),
            Map.entry("update konnectapiauthconfigurations/status", Ability.STORES_A_VERDICT),
            Map.entry("get secrets", Ability.TELLS_A_SECRET_WITHOUT_THE_LABEL_FROM_A_MISSING_ONE),
            Map.entry("patch secrets", Ability.HOLDS_A_SECRET),
            Map.entry("patch konnectapiauthconfigurations", Ability.HOLDS_WHAT_A_PORTAL_NAMES),
            Map.entry("watch kongreferencegrants", Ability.HEEDS_A_LATER_GRANT),
            Map.entry("create events", Ability.WRITES_EVENTS),
            Map.entry("get leases", Ability.TAKES_THE_LEASE),
            Map.entry("create leases", Ability.TAKES_THE_LEASE),
            Map.entry("patch leases", Ability.KEEPS_THE_LEASE));

    /** What would not be seen at once without the right to list or to watch them. */
    private static final Map<String, Ability> SEEN_FOR = Map.of(
            "kongreferencegrants", Ability.HEEDS_A_GRANT,
            "konnectgatewaycontrolplanes", Ability.HOLDS_WHAT_A_CONTROL_PLANE_NAMES,
            "konnectcloudgatewaynetworks", Ability.HOLDS_WHAT_A_NETWORK_NAMES,
            "konnecteventgateways", Ability.HOLDS_WHAT_AN_EVENT_GATEWAY_NAMES,
            "konnectaigateways", Ability.HOLDS_WHAT_AN_AI_GATEWAY_NAMES,
            "portals", Ability.HOLDS_WHAT_A_PORTAL_NAMES,
            "konnectextensions", Ability.HOLDS_WHAT_AN_EXTENSION_NAMES);

    static Stream<Right> of(PolicyRule rule) {
        return rule.getResources().stream()
                .flatMap(resource -> rule.getVerbs().stream()
                        .map(verb -> new Right(verb, rule.getApiGroups().getFirst(), resource)));
    }

    /** Whether the operator looks at them without waiting for what it sees. */
    boolean isOptional() {
        return SEEN_FOR.containsKey(resource);
    }

    Optional<Ability> use() {
        return Optional.ofNullable(NEEDED_FOR.getOrDefault(toString(), SEEN_FOR.get(resource)));
    }

    boolean isGrantedBy(PolicyRule rule) {
        return rule.getResources().contains(resource) && rule.getVerbs().contains(verb);
    }

    @Override
    public String toString() {
        return verb + " " + resource;
    }
}
