package io.github.konnectauth.operator;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** What a test makes go wrong between an operator and the API server, and all that the operator asks. */
final class ApiServerFaults implements Interceptor {

    static final Predicate<Request> ANYTHING = _ -> true;
    static final Predicate<Request> STATUS_WRITE = request ->
            request.method().equals("PUT") && request.url().encodedPath().endsWith("/status");
    static final Predicate<Request> WATCH =
            request -> "true".equals(request.url().queryParameter("watch"));
    static final Predicate<Request> LIST = WATCH.negate()
            .and(request -> request.method().equals("GET")
                    && request.url().encodedPath().endsWith("/konnectapiauthconfigurations"));

    private static final int TOO_MANY_REQUESTS = 429;

    /** What becomes of a request. */
    sealed interface Fault {
        /** It is answered with this status, and does not get to the API server. */
        record Refused(int status) implements Fault {}

        /** The connection breaks before it gets to the API server. */
        record Lost() implements Fault {}

        /** It gets to the API server, and the connection breaks before the answer comes back. */
        record Unanswered() implements Fault {}

        /** It gets to the API server when this comes down to nothing. */
        record Held(CountDownLatch until) implements Fault {}
    }

    private record Rule(Predicate<Request> concerned, Fault fault, AtomicInteger left) {}

    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Call> watches = new ConcurrentLinkedQueue<>();

    /** From now on. */
    void strike(Predicate<Request> concerned, Fault fault) {
        strike(concerned, fault, Integer.MAX_VALUE);
    }

    void strike(Predicate<Request> concerned, Fault fault, int times) {
        rules.add(new Rule(concerned, fault, new AtomicInteger(times)));
    }

    void clear() {
        rules.clear();
    }

    /** Breaks every watch there is. */
    void cutWatches() {
        for (var call = watches.poll(); call != null; call = watches.poll()) {
            call.cancel();
        }
    }

    /** How many requests there were, whatever became of them. */
    long count(Predicate<Request> counted) {
        return requests.stream().filter(counted).count();
    }

    /** The requests that came after so many others. */
    List<Request> after(long others) {
        return requests.stream().skip(others).toList();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        var request = chain.request();
        requests.add(request);
        for (var rule : rules) {
            if (rule.concerned().test(request) && rule.left().getAndDecrement() > 0) {
                return struck(chain, rule.fault());
            }
        }
        if (WATCH.test(request)) {
            watches.add(chain.call());
        }
        return chain.proceed(request);
    }

    private static Response struck(Chain chain, Fault fault) throws IOException {
        return switch (fault) {
            case Fault.Refused(var status) -> refusal(chain.request(), status);
            case Fault.Lost() -> throw new IOException("the connection breaks");
            case Fault.Held(var until) -> {
                awaitOn(until);
                yield chain.proceed(chain.request());
            }
            case Fault.Unanswered() -> {
                chain.proceed(chain.request()).close();
                throw new IOException("the connection breaks before the answer");
            }
        };
    }

    private static void awaitOn(CountDownLatch until) throws InterruptedIOException {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static Response refusal(Request request, int status) {
        var reason = switch (status) {
            case HttpURLConnection.HTTP_GONE -> "Expired";
            case HttpURLConnection.HTTP_CONFLICT -> "Conflict";
            case TOO_MANY_REQUESTS -> "TooManyRequests";
            default -> "InternalError";
        };
        var answer = new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message(reason)
                .body(ResponseBody.create("""
                        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "%s", "code": %d,
                         "message": "refused by the test"}""".formatted(reason, status), MediaType.get("application/json")));
        return (status == TOO_MANY_REQUESTS ? answer.header("Retry-After", "1") : answer).build();
    }
}
