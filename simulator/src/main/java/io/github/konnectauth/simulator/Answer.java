package io.github.konnectauth.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is done with a request. */
sealed interface Answer {
    /** How the request is counted: the status, or what happened instead of an answer. */
    String outcome();

    /** A complete answer. Header names are lower case, as HTTP/2 wants them. */
    record Reply(int status, Map<String, String> headers, String body) implements Answer {
        public Reply {
            headers = Map.copyOf(headers);
        }

        static Reply of(int status, String contentType, String body) {
            return new Reply(status, Map.of("content-type", contentType), body);
        }

        Reply withHeaders(Map<String, String> more) {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.putAll(more);
            return new Reply(status, all, body);
        }

        @Override
        public String outcome() {
            return Integer.toString(status);
        }
    }

    /** A right answer that arrives one byte at a time. */
    record Drip(Reply reply, Duration perByte) implements Answer {
        @Override
        public String outcome() {
            return "slow-drip";
        }
    }

    /** A right answer with a last field, {@code padding}, that is filled up to a size. */
    record Huge(Reply reply, long size) implements Answer {
        /** What comes before the padding: the JSON object, still open. */
        byte[] start() {
            String json = reply.body();
            return (json.substring(0, json.length() - 1) + ",\"padding\":\"").getBytes(StandardCharsets.UTF_8);
        }

        byte[] end() {
            return "\"}".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String outcome() {
            return "huge-body";
        }
    }

    /** No answer at all, on a connection that stays open. */
    record Silence() implements Answer {
        @Override
        public String outcome() {
            return "hang";
        }
    }

    /** The connection closes, and with it whatever else was under way on it. */
    record Dropped() implements Answer {
        @Override
        public String outcome() {
            return "dropped";
        }
    }
}
