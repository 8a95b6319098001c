package io.github.konnectauth.chart;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the chart renders to.
 *
 * @param text the YAML of all objects, hooks included
 * @param objects those that a release consists of, parsed
 * @param hooks those that Helm creates for a while, when something happens to the release
 */
public record Rendered(String text, List<GenericKubernetesResource> objects, List<GenericKubernetesResource> hooks) {

    static Rendered of(String text) {
        var isHook = Stream.of(text.split("(?m)^---$", -1))
                .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
                .filter(object -> object != null && object.getKind() != null)
                .collect(Collectors.partitioningBy(object -> !events(object).isEmpty()));
        return new Rendered(text, isHook.getOrDefault(false, List.of()), isHook.getOrDefault(true, List.of()));
    }

    private static List<String> events(GenericKubernetesResource object) {
        return Optional.ofNullable(object.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Unhooked.ANNOTATION))
                .map(events -> List.of(events.split(",", -1)))
                .orElse(List.of());
    }

    /** What Helm creates when this happens, such as {@code post-delete}. */
    Rendered on(String event) {
        return new Rendered(
                text,
                hooks.stream().filter(hook -> events(hook).contains(event)).toList(),
                List.of());
    }

    /** All of this kind, in the order of the text. */
    public List<GenericKubernetesResource> all(String kind) {
        return objects.stream().filter(object -> object.getKind().equals(kind)).toList();
    }

    /** The only one of this kind. */
    public GenericKubernetesResource only(String kind) {
        var found = all(kind);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " objects of kind " + kind + " in " + kinds());
        }
        return found.getFirst();
    }

    /** The only one of this kind, as the client's own type. */
    public <T> T only(String kind, Class<T> type) {
        return Serialization.unmarshal(Serialization.asYaml(only(kind)), type);
    }

    /** The kinds of the objects, in the order of the text. */
    public List<String> kinds() {
        return objects.stream().map(GenericKubernetesResource::getKind).toList();
    }

    /** What lies at this place of the object, if there is anything. */
    static Optional<Object> at(GenericKubernetesResource object, Object... path) {
        return Optional.ofNullable(object.get(path));
    }
}
