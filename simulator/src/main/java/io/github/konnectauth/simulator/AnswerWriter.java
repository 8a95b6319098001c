package io.github.konnectauth.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Arrays;

/** Acts on an {@link Answer}. Everything here runs on the event loop of the request's connection. */
final class AnswerWriter {
    private static final byte[] PADDING = padding(64 << 10);

    private final Vertx vertx;

    AnswerWriter(Vertx vertx) {
        this.vertx = vertx;
    }

    void write(Answer answer, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        switch (answer) {
            case Answer.Reply reply -> head(response, reply).end(reply.body());
            case Answer.Drip drip -> drip(head(response, drip.reply()).setChunked(true), drip);
            case Answer.Huge huge -> huge(head(response, huge.reply()).setChunked(true), huge);
            case Answer.Silence _ -> {}
            case Answer.Dropped _ -> drop(request);
        }
    }

    private static HttpServerResponse head(HttpServerResponse response, Answer.Reply reply) {
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        return response;
    }

    private void drip(HttpServerResponse response, Answer.Drip drip) {
        Buffer body = Buffer.buffer(drip.reply().body());
        response.write(body.getBuffer(0, 1));
        next(response, body, 1, drip.perByte().toMillis());
    }

    private void next(HttpServerResponse response, Buffer body, int index, long millis) {
        vertx.setTimer(millis, _ -> {
            if (response.closed()) {
                return;
            }
            if (index == body.length()) {
                response.end();
                return;
            }
            response.write(body.getBuffer(index, index + 1));
            next(response, body, index + 1, millis);
        });
    }

    private static void huge(HttpServerResponse response, Answer.Huge huge) {
        response.write(Buffer.buffer(huge.start()));
        pad(response, huge, huge.size());
    }

    /** Writes as fast as the client reads. */
    private static void pad(HttpServerResponse response, Answer.Huge huge, long size) {
        long left = size;
        while (left > 0) {
            if (response.closed()) {
                return;
            }
            if (response.writeQueueFull()) {
                long rest = left;
                response.drainHandler(_ -> pad(response, huge, rest));
                return;
            }
            response.write(Buffer.buffer(PADDING));
            left -= PADDING.length;
        }
        response.end(Buffer.buffer(huge.end()));
    }

    /**
     * Closes the TCP connection under TLS and HTTP. Vert.x's own close would let other HTTP/2 streams finish first and
     * say goodbye, which is not what a broken network does.
     */
    private static void drop(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            var _ = connection.channel().pipeline().firstContext().close();
        } else {
            request.connection().close();
        }
    }

    private static byte[] padding(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }
}
