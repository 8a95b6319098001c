package io.github.konnectauth.operator.protection;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.konnectauth.operator.kong.Reference;
import io.github.konnectauth.operator.kong.Reference.Target;
import java.util.Collection;
import java.util.Optional;

/**
 * A kind of object that carries a finalizer while it is in use.
 *
 * @param <T> the kind
 */
public interface Held<T extends HasMetadata> {

    InUseFinalizer finalizer();

    /** The object, as the API server has it now. */
    Optional<T> read(Target target);

    /** Changes the object by a JSON patch, and returns it as it is then. */
    T patch(T read, String patch);

    /** Whether the object is one to protect. */
    boolean mayBeHeld(T object);

    /** The references to it that the watches have seen. */
    Collection<Reference> seen(Target target);

    /** All references to objects of this kind that the API server knows of in this namespace. */
    Collection<Reference> askedIn(String namespace);
}
