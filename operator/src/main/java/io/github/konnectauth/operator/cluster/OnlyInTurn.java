package io.github.konnectauth.operator.cluster;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** Lets no request out while it is another process's turn to work. */
public final class OnlyInTurn implements Interceptor {

    private final BooleanSupplier isOurTurn;

    private OnlyInTurn(BooleanSupplier isOurTurn) {
        this.isOurTurn = isOurTurn;
    }

    /**
     * A client like this one, which asks right before each request whether it may make it. One that it may not make fails
     * like one that finds no server.
     */
    public static OkHttpClient limit(OkHttpClient http, BooleanSupplier isOurTurn) {
        return http.newBuilder().addInterceptor(new OnlyInTurn(isOurTurn)).build();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        if (!isOurTurn.getAsBoolean()) {
            throw new IOException("The lease was not renewed in time: another process may be working");
        }
        return chain.proceed(chain.request());
    }
}
