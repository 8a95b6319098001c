package io.github.konnectauth.operator.konnect;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import okhttp3.HttpUrl;

/**
 * The hosts that have been asked. The first 64 have a state and a label of their own; as hosts come from resources and
 * there is no end to them, all others share one, {@code other}.
 */
final class Hosts {

    private static final int MAX_HOSTS = 64;
    private static final String OTHER = "other";

    private final Map<String, Host> hosts = new HashMap<>();
    private final Supplier<Gate> gates;
    private final ScheduledExecutorService doorkeeper;
    private final MeterRegistry meters;

    /**
     * @param gates makes the gate of another host
     * @param doorkeeper a single thread
     */
    Hosts(Supplier<Gate> gates, ScheduledExecutorService doorkeeper, MeterRegistry meters) {
        this.gates = gates;
        this.doorkeeper = doorkeeper;
        this.meters = meters;
    }

    /** The host of a URL; its port makes no difference. */
    synchronized Host of(String url) {
        return named(HttpUrl.get(url).host());
    }

    /** The host of this name. */
    synchronized Host named(String name) {
        return hosts.computeIfAbsent(hosts.containsKey(name) || hosts.size() < MAX_HOSTS ? name : OTHER, this::first);
    }

    /** See {@link KonnectClient#forget}. */
    synchronized void forget(Object who) {
        hosts.values().forEach(host -> host.forget(who));
    }

    private Host first(String label) {
        var host = new Host(label, gates.get(), doorkeeper);
        Gauge.builder("konnect.auth.host.paused", host, h -> h.isPaused() ? 1 : 0)
                .description("1 while a host is not asked because it answered 429 or its limit is used up, else 0")
                .tag("host", label)
                .register(meters);
        Gauge.builder("konnect.auth.breaker.state", host, h -> switch (h.breakerState()) {
                    case CLOSED -> 0;
                    case HALF_OPEN -> 1;
                    case OPEN -> 2;
                })
                .description("Whether a host is asked: 0 yes (closed), 1 it is being tried (half open),"
                        + " 2 no, it keeps failing (open)")
                .tag("host", label)
                .register(meters);
        return host;
    }
}
