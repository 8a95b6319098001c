package io.github.konnectauth.operator.cluster;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.function.BooleanSupplier;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Lets no request out while it is another process's turn to work: asked right before each, repetitions too. */
public final class OnlyInTurn {

    private OnlyInTurn() {}

    /** A client like this one, whose requests fail like those that find no server while it is not our turn. */
    public static OkHttpClient limit(OkHttpClient http, BooleanSupplier isOurTurn) {
        return http.newBuilder()
                .addInterceptor(chain -> {
                    if (!isOurTurn.getAsBoolean()) {
                        throw new IOException("The lease was not renewed in time: another process may be working");
                    }
                    return chain.proceed(chain.request());
                })
                .build();
    }

    /**
     * For the client of the API server, which repeats by itself what has failed, up to minutes later. A change of a resource,
     * a status or a Secret that is not our turn is answered as the API server answers one that comes too late: with a
     * conflict, which nobody repeats.
     */
    public static Interceptor forChanges(BooleanSupplier isOurTurn) {
        return chain -> isChange(chain.request()) && !isOurTurn.getAsBoolean()
                ? conflict(chain.request())
                : chain.proceed(chain.request());
    }

    /** The lease is changed to have the turn; Events, and questions about rights, are created and change nothing. */
    private static boolean isChange(Request request) {
        return (request.method().equals("PUT") || request.method().equals("PATCH"))
                && !request.url().pathSegments().contains("coordination.k8s.io");
    }

    private static Response conflict(Request request) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(HttpURLConnection.HTTP_CONFLICT)
                .message("Conflict")
                .body(ResponseBody.create("", MediaType.get("application/json")))
                .build();
    }
}
