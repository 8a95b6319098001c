package io.github.konnectauth.simulator;

import io.github.konnectauth.simulator.Client.Received;
import java.io.IOException;

/** A simulator with one organization that has one token, and clients for it. */
final class ExampleKonnect implements AutoCloseable {
    static final String ORGANIZATION = "5ca26716-02f7-4430-9117-1d1a7a2695e7";
    static final String TOKEN = "kpat_example";
    static final String GLOBAL_IDENTITY = "https://global.api.konghq.com/v3/organizations/me";
    static final String US_CONTROL_PLANES = "https://us.api.konghq.com/v2/control-planes?page[size]=1";

    private final KonnectSimulator simulator;
    private final Client direct;
    private final Client proxied;

    private ExampleKonnect(KonnectSimulator simulator) {
        this.simulator = simulator;
        direct = Client.direct(simulator);
        proxied = Client.throughProxy(simulator);
    }

    static ExampleKonnect start() {
        return start(SimulatorSettings.defaults());
    }

    static ExampleKonnect start(SimulatorSettings settings) {
        ExampleKonnect konnect = new ExampleKonnect(KonnectSimulator.start(settings));
        konnect.simulator.organization(ORGANIZATION, "Example");
        konnect.simulator.token(TOKEN, ORGANIZATION);
        return konnect;
    }

    KonnectSimulator simulator() {
        return simulator;
    }

    Client direct() {
        return direct;
    }

    Client proxied() {
        return proxied;
    }

    String url(String path) {
        return simulator.origin() + path;
    }

    Received identity(String token) throws IOException {
        return direct.get(url("/v3/organizations/me"), token);
    }

    Received controlPlanes(String token) throws IOException {
        return direct.get(url("/v2/control-planes?page[size]=1"), token);
    }

    @Override
    public void close() {
        direct.close();
        proxied.close();
        simulator.close();
    }
}
