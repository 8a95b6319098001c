package io.github.konnectauth.operator.protection;

import io.github.konnectauth.operator.kong.Reference;
import java.util.Collection;
import java.util.function.Predicate;

/** Who names an object. */
enum Usage {
    /** Somebody who may. */
    PERMITTED,
    /** Only objects of other namespaces, and no grant lets them. */
    REFUSED,
    /** Nobody. */
    NONE;

    static Usage of(Collection<Reference> references, Predicate<Reference> grants) {
        if (references.stream().anyMatch(grants)) {
            return PERMITTED;
        }
        return references.isEmpty() ? NONE : REFUSED;
    }

    /**
     * What is to be done with an object's finalizer. A reference that is not permitted adds none, and holds up no deletion; as
     * long as nobody deletes the object, it leaves things as they are, so that Kong Operator, which counts it, need not put
     * back what was removed.
     *
     * @param mayBeHeld whether it is an object of the kind that is protected at all
     */
    Step step(boolean hasFinalizer, boolean isDeleting, boolean mayBeHeld) {
        if (!hasFinalizer) {
            return this == PERMITTED && mayBeHeld && !isDeleting ? Step.ADD : Step.LEAVE;
        }
        if (!mayBeHeld) {
            return Step.REMOVE;
        }
        return switch (this) {
            case PERMITTED -> Step.LEAVE;
            case REFUSED -> isDeleting ? Step.REMOVE : Step.LEAVE;
            case NONE -> Step.REMOVE;
        };
    }

    /** See {@link #step}. */
    enum Step {
        ADD,
        REMOVE,
        LEAVE
    }
}
