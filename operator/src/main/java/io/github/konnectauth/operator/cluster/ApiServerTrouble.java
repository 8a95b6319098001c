package io.github.konnectauth.operator.cluster;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what the API server refuses to this account, and when it falls silent, and says so in one line each. Whoever
 * asked tries again by itself, and everything else goes on.
 */
public final class ApiServerTrouble implements Interceptor {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServerTrouble.class);
    private static final int LONGEST_MESSAGE = 4096;

    /** What proxies and an API server that is starting answer; a 500 may be about one request only. */
    private static final Set<Integer> SILENCE = Set.of(
            HttpURLConnection.HTTP_BAD_GATEWAY,
            HttpURLConnection.HTTP_UNAVAILABLE,
            HttpURLConnection.HTTP_GATEWAY_TIMEOUT);

    private final MeterRegistry meters;
    private final AtomicBoolean isSilent = new AtomicBoolean();
    private volatile boolean isListening = true;

    /** The rights that were told of within the last hour. */
    private final Cache<Right, Boolean> told =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).build();

    /** @param meters where refusals are counted */
    public ApiServerTrouble(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Hears nothing until this has ended well. While the cluster is waited for, that is told instead. */
    public void deafDuring(Wait wait) throws CannotStart, InterruptedException {
        isListening = false;
        wait.untilServed();
        isListening = true;
    }

    /** Ends when the cluster serves what the operator reads. */
    @FunctionalInterface
    public interface Wait {

        /**
         * Returns when it does.
         *
         * @throws CannotStart if it does not, or never will
         */
        void untilServed() throws CannotStart, InterruptedException;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        if (!isListening) {
            return chain.proceed(chain.request());
        }
        var begun = System.nanoTime();
        Response response;
        try {
            response = chain.proceed(chain.request());
        } catch (IOException e) {
            // The client cancels a call that takes too long, by a clock that began a little earlier than this one; all
            // others were cancelled by whoever wanted them no more.
            var limit = chain.call().timeout().timeoutNanos();
            var tookTooLong = limit > 0 && System.nanoTime() - begun >= limit - limit / 10;
            if (tookTooLong || !chain.call().isCanceled()) {
                fallsSilent("does not answer");
            }
            throw e;
        }
        if (SILENCE.contains(response.code())) {
            fallsSilent("answers with status " + response.code());
        } else if (isSilent.getAndSet(false)) {
            LOG.info("The API server answers again");
        }
        if (response.code() == HttpURLConnection.HTTP_FORBIDDEN) {
            hearRefusal(response);
        }
        return response;
    }

    private void fallsSilent(String how) {
        if (!isSilent.getAndSet(true)) {
            LOG.warn("The API server {}. Statuses stay as they are until it answers.", how);
        }
    }

    private void hearRefusal(Response response) {
        var right =
                Right.neededFor(response.request().method(), response.request().url());
        if (!isForWantOf(right, response)) {
            return;
        }
        Counter.builder("konnect.auth.denied.requests")
                .description("Requests that the API server refused because the operator's account lacks the right")
                .tags("verb", right.verb(), "resource", right.resource())
                .register(meters)
                .increment();
        if (told.asMap().putIfAbsent(right.in(""), true) == null) {
            LOG.atWarn()
                    .log("The operator's account has no right to " + right
                            + ". Grant it: what needs it waits for that, and everything else goes on.");
        }
    }

    /** Admission, quotas and namespaces that are going away answer 403 too, in other words. */
    private static boolean isForWantOf(Right right, Response response) {
        try {
            return response.peekBody(LONGEST_MESSAGE).string().contains(" cannot " + right.verb() + " resource ");
        } catch (IOException e) {
            // Whoever asked will meet it too.
            return false;
        }
    }
}
