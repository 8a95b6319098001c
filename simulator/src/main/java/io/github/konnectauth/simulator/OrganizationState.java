package io.github.konnectauth.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where an organization is in its life, as its identity answer tells. A token of any state is accepted. */
public enum OrganizationState {
    /** In use. */
    @JsonProperty("active")
    ACTIVE,
    /** Suspended. */
    @JsonProperty("inactive")
    INACTIVE,
    /** On its way out. */
    @JsonProperty("deleting")
    DELETING,
    /** Gone, but still answered for during its retention period. */
    @JsonProperty("deleted")
    DELETED;

    /** The word that Konnect uses. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
