package io.github.konnectauth.operator.konnect;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;

/**
 * The hosts that have been asked. The first 64 have a state and a label of their own; as hosts come from resources and
 * there is no end to them, all others share one, {@code other}.
 */
final class Hosts {

    private static final int MAX_HOSTS = 64;
    private static final String OTHER = "other";

    private final Map<String, Host> hosts = new HashMap<>();
    private final Clock clock;
    private final RandomGenerator random;
    private final MeterRegistry meters;

    /** @param random safe for use by several threads */
    Hosts(Clock clock, RandomGenerator random, MeterRegistry meters) {
        this.clock = clock;
        this.random = random;
        this.meters = meters;
    }

    /** The host of a URL; its port makes no difference. */
    synchronized Host of(String url) {
        var name = HttpUrl.get(url).host();
        return hosts.computeIfAbsent(hosts.containsKey(name) || hosts.size() < MAX_HOSTS ? name : OTHER, this::first);
    }

    private Host first(String label) {
        var host = new Host(label, clock, random);
        Gauge.builder("konnect.auth.host.paused", host, h -> h.isPaused() ? 1 : 0)
                .description("1 while a host that answered 429 is not asked, else 0")
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
