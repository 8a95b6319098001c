package io.github.konnectauth.operator.cluster;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Answers that come before anybody has looked at rights. */
    private static final Set<Integer> UNTELLING = Set.of(HttpURLConnection.HTTP_UNAUTHORIZED, 429);

    private final MeterRegistry meters;
    private final Set<Right> refused = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isSilent = new AtomicBoolean();

    /** @param meters where refusals are counted */
    public ApiServerTrouble(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response;
        try {
            response = chain.proceed(chain.request());
        } catch (IOException e) {
            if (!chain.call().isCanceled()) {
                fallsSilent("does not answer");
            }
            throw e;
        }
        if (response.code() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
            fallsSilent("answers with status " + response.code());
        } else {
            if (isSilent.getAndSet(false)) {
                LOG.info("The API server answers again");
            }
            listen(response);
        }
        return response;
    }

    private void fallsSilent(String how) {
        if (!isSilent.getAndSet(true)) {
            LOG.warn("The API server {}. Statuses stay as they are until it answers.", how);
        }
    }

    private void listen(Response response) throws IOException {
        var isRefusal = response.code() == HttpURLConnection.HTTP_FORBIDDEN;
        if (!isRefusal && (refused.isEmpty() || UNTELLING.contains(response.code()))) {
            return;
        }
        var right =
                Right.neededFor(response.request().method(), response.request().url());
        if (!isRefusal) {
            if (refused.remove(right)) {
                LOG.atInfo().log("The API server lets the operator's account " + right + " now");
            }
            return;
        }
        Counter.builder("konnect.auth.denied.requests")
                .description("Requests that the API server refused with 403")
                .tags("verb", right.verb(), "resource", right.resource())
                .register(meters)
                .increment();
        if (refused.add(right)) {
            LOG.atWarn()
                    .log(
                            isForWantOfRight(response)
                                    ? "The operator's account has no right to " + right
                                            + ". Grant it: what needs it waits for that, and everything else goes on."
                                    : "The API server forbids the operator to " + right
                                            + ", though not for want of a right: an admission policy, a quota or a"
                                            + " namespace that is going away does. Everything else goes on.");
        }
    }

    /** The one 403 that is worded so. */
    private static boolean isForWantOfRight(Response response) throws IOException {
        return response.peekBody(LONGEST_MESSAGE).string().contains(" cannot ");
    }
}
