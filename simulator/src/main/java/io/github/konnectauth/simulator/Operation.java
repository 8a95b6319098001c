package io.github.konnectauth.simulator;

/** What a request asks Konnect for. Requests under {@code /simulator/} are no operation and are never counted. */
public enum Operation {
    /** {@code GET /v3/organizations/me}: whose token is this? Served by the global host. */
    IDENTITY("/v3/organizations/me"),
    /** {@code GET /v3/available-regions}: which regions are there? Served by the global host, without a token. */
    REGIONS("/v3/available-regions"),
    /** {@code GET /v2/control-planes}: the gateway control planes of a region. Served by the regions. */
    CONTROL_PLANES("/v2/control-planes"),
    /** Any other path. */
    OTHER("other");

    private final String path;

    Operation(String path) {
        this.path = path;
    }

    /** The path that asks for this operation, or {@code other}: an unknown path may hold a secret and is not kept. */
    public String path() {
        return path;
    }

    /** The operation that a path, without its query, asks for. */
    static Operation at(String path) {
        for (Operation operation : values()) {
            if (operation.path.equals(path)) {
                return operation;
            }
        }
        return OTHER;
    }
}
