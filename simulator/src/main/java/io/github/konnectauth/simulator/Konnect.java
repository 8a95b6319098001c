package io.github.konnectauth.simulator;

import io.github.konnectauth.simulator.Accounts.Holder;
import io.github.konnectauth.simulator.Answer.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The state of the simulated Konnect, and its answers. Knows nothing of sockets. Safe for several threads. */
final class Konnect {
    private final Clock clock;
    private final Accounts accounts = new Accounts();
    private final Faults faults = new Faults();
    private final RequestCounts counts = new RequestCounts();
    private final RateLimit rateLimit;
    private volatile Regions regions;
    private volatile Duration latency;

    Konnect(SimulatorSettings settings) {
        clock = settings.clock();
        rateLimit = new RateLimit(settings.rateLimitPerMinute());
        regions = settings.regions();
        latency = settings.latency();
        settings.organizations().forEach(accounts::put);
        settings.credentials().forEach(accounts::put);
    }

    /** Decides and counts the answer to a request. The latency is for the caller to keep. */
    Answer answer(ApiRequest request) {
        Answer answer = decide(request, clock.instant());
        counts.add(request, answer);
        return answer;
    }

    private Answer decide(ApiRequest request, Instant now) {
        Optional<Holder> holder = request.fingerprint().flatMap(accounts::holder);
        Quota quota = rateLimit.take(payer(request, holder), now);
        Reply healthy = HealthyAnswers.answer(request, holder, regions);
        Optional<Fault> fault = faults.strike(request);
        if (fault.isPresent()) {
            return FaultyAnswers.answer(fault.get(), healthy, quota);
        }
        return quota.exceeded() ? FaultyAnswers.overLimit(quota) : healthy.withHeaders(quota.headers());
    }

    private static RateLimit.Payer payer(ApiRequest request, Optional<Holder> holder) {
        String owner = holder.map(known -> known.organization().id())
                .or(() -> request.fingerprint().map(Fingerprint::text))
                .orElse("none");
        return new RateLimit.Payer(request.host().host(), owner);
    }

    Accounts accounts() {
        return accounts;
    }

    Faults faults() {
        return faults;
    }

    RequestCounts counts() {
        return counts;
    }

    RateLimit rateLimit() {
        return rateLimit;
    }

    Regions regions() {
        return regions;
    }

    void regions(Regions newRegions) {
        regions = newRegions;
    }

    Duration latency() {
        return latency;
    }

    void latency(Duration newLatency) {
        latency = newLatency;
    }
}
