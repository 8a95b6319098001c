package io.github.konnectauth.operator.konnect;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import okhttp3.HttpUrl;

/**
 * The hosts that have been asked. As hosts come from resources and there is no end to them, 64 have a state of their own,
 * and all others share one. One that has never answered gives its place to whichever is asked next, so that nobody takes
 * the places of hosts that are there by naming some that are not. The first 64 have a label of their own in the metrics, all
 * others {@code other}.
 */
final class Hosts {

    private static final int MAX_HOSTS = 64;
    private static final String OTHER = "other";

    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Set<String> labels = new HashSet<>();
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
    synchronized Host of(HttpUrl url) {
        return named(url.host());
    }

    /** The host of this name. */
    synchronized Host named(String name) {
        if (!hosts.containsKey(name) && isFull()) {
            hosts.entrySet().stream()
                    .filter(entry ->
                            !entry.getKey().equals(OTHER) && entry.getValue().isDispensable())
                    .findFirst()
                    .map(Map.Entry::getKey)
                    .ifPresent(hosts::remove);
        }
        var place = hosts.containsKey(name) || !isFull() ? name : OTHER;
        return hosts.computeIfAbsent(place, _ -> new Host(label(place), gates.get(), doorkeeper));
    }

    private boolean isFull() {
        return hosts.size() - (hosts.containsKey(OTHER) ? 1 : 0) >= MAX_HOSTS;
    }

    /** See {@link KonnectClient#forget}. */
    synchronized void forget(Object who) {
        hosts.values().forEach(host -> host.forget(who));
    }

    private String label(String name) {
        var label = labels.contains(name) || labels.size() < MAX_HOSTS ? name : OTHER;
        if (labels.add(label)) {
            register(label);
        }
        return label;
    }

    private void register(String label) {
        Gauge.builder("konnect.auth.host.paused", this, all -> all.most(label, host -> host.isPaused() ? 1 : 0))
                .description("1 while a host is not asked because it answered 429 or its limit is used up, else 0")
                .tag("host", label)
                .register(meters);
        Gauge.builder(
                        "konnect.auth.breaker.state",
                        this,
                        all -> all.most(label, host -> switch (host.breakerState()) {
                            case CLOSED -> 0;
                            case HALF_OPEN -> 1;
                            case OPEN -> 2;
                        }))
                .description("Whether a host is asked: 0 yes (closed), 1 it is being tried (half open),"
                        + " 2 no, it keeps failing (open)")
                .tag("host", label)
                .register(meters);
    }

    /** Of all hosts with this label the greatest value; 0 if there is none any more. */
    private synchronized int most(String label, ToIntFunction<Host> value) {
        return hosts.values().stream()
                .filter(host -> host.label().equals(label))
                .mapToInt(value)
                .max()
                .orElse(0);
    }
}
