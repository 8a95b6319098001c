package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.net.Proxy;
import java.util.concurrent.Executors;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The way to an API server. */
final class Connection {

    private static final int CALLS_AT_ONCE = 64;

    private Connection() {}

    /** A client that goes through no proxy, like the operator's, and has many calls under way at once. */
    static KubernetesClient open(Config config) {
        config.setHttpProxy(null);
        config.setHttpsProxy(null);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new OkHttpClientFactory() {
                    @Override
                    protected void additionalConfig(OkHttpClient.Builder builder) {
                        var dispatcher = new Dispatcher(Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("kubernetes-", 0).factory()));
                        dispatcher.setMaxRequests(Integer.MAX_VALUE);
                        dispatcher.setMaxRequestsPerHost(CALLS_AT_ONCE);
                        builder.dispatcher(dispatcher).proxy(Proxy.NO_PROXY);
                    }
                })
                .build();
    }

    /** Where a client's API server is, without a slash at its end. */
    static String address(KubernetesClient client) {
        return client.getMasterUrl().toString().replaceFirst("/$", "");
    }
}
