package io.github.konnectauth.chart;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the chart renders to.
 *
 * @param text the YAML of all objects
 * @param objects the same, parsed
 */
public record Rendered(String text, List<GenericKubernetesResource> objects) {

    static Rendered of(String text) {
        return new Rendered(
                text,
                Stream.of(text.split("(?m)^---$", -1))
                        .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
                        .filter(object -> object != null && object.getKind() != null)
                        .toList());
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
