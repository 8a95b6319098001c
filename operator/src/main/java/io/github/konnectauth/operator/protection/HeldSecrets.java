package io.github.konnectauth.operator.protection;

import io.github.konnectauth.operator.kong.Reference;
import io.github.konnectauth.operator.kong.Reference.Target;
import io.github.konnectauth.operator.token.CredentialSecret;
import io.github.konnectauth.operator.token.WatchedSecrets;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/**
 * Secrets that resources name.
 *
 * @param seenTo the references to one that the watch of resources has seen
 * @param allIn all references to Secrets that resources in a namespace make, as the API server has them now
 */
public record HeldSecrets(
        WatchedSecrets<?> secrets,
        Function<Target, Collection<Reference>> seenTo,
        Function<String, Collection<Reference>> allIn)
        implements Held<CredentialSecret> {

    @Override
    public InUseFinalizer finalizer() {
        return InUseFinalizer.SECRET;
    }

    @Override
    public Optional<CredentialSecret> read(Target target) {
        return secrets.read(target.namespace(), target.name());
    }

    @Override
    public CredentialSecret patch(CredentialSecret read, String patch) {
        return secrets.patch(read, patch);
    }

    /** Kong Operator leaves it for ever on a Secret whose label was taken off. */
    @Override
    public boolean mayBeHeld(CredentialSecret secret) {
        return secret.isLabelled();
    }

    @Override
    public Collection<Reference> seen(Target target) {
        return seenTo.apply(target);
    }

    @Override
    public Collection<Reference> askedIn(String namespace) {
        return allIn.apply(namespace);
    }
}
