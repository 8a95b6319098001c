package io.github.konnectauth.operator.token;

import java.util.Optional;

/** Where Secrets are read, with or without the label. */
public interface Secrets {

    /** The Secret of this name, as fresh as the watch has it; a Secret without the label is asked for. */
    Optional<CredentialSecret> find(String namespace, String name);
}
