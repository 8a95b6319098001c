package io.github.konnectauth.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What an event of a watch says about a resource's verdict. It is read in passing: no object is made of the rest.
 *
 * @param type ADDED, MODIFIED, DELETED or ERROR
 * @param name the resource's
 * @param version the resource's, from which a watch can go on
 * @param valid the status of {@code APIAuthValid}; empty without it
 * @param reason of {@code Ready}; empty without it
 */
record VerdictEvent(String type, String name, String version, String valid, String reason) {

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads a line of a watch.
     *
     * @throws IOException if it is no JSON
     */
    static VerdictEvent read(byte[] line) throws IOException {
        try (var parser = JSON.createParser(line)) {
            return new Reading(parser).event();
        }
    }

    /** Whether the API server has ended the watch with it. */
    boolean isError() {
        return type.equals("ERROR");
    }

    boolean isDeleted() {
        return type.equals("DELETED");
    }

    boolean isTrue() {
        return valid.equals("True");
    }

    boolean isFalse() {
        return valid.equals("False");
    }

    private static final class Reading {

        private final JsonParser parser;
        private String type = "";
        private String name = "";
        private String version = "";
        private String valid = "";
        private String reason = "";

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        interface Field {
            void read(String field) throws IOException;
        }

        VerdictEvent event() throws IOException {
            parser.nextToken();
            fields(field -> {
                switch (field) {
                    case "type" -> type = parser.getText();
                    case "object" -> fields(this::object);
                    default -> parser.skipChildren();
                }
            });
            return new VerdictEvent(type, name, version, valid, reason);
        }

        private void object(String field) throws IOException {
            switch (field) {
                case "metadata" ->
                    fields(each -> {
                        switch (each) {
                            case "name" -> name = parser.getText();
                            case "resourceVersion" -> version = parser.getText();
                            default -> parser.skipChildren();
                        }
                    });
                case "status" ->
                    fields(each -> {
                        if (each.equals("conditions")) {
                            conditions();
                        } else {
                            parser.skipChildren();
                        }
                    });
                default -> parser.skipChildren();
            }
        }

        /** An ERROR has a status that is a text. */
        private void fields(Field each) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var field = parser.currentName();
                parser.nextToken();
                each.read(field);
            }
        }

        private void conditions() throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                condition();
            }
        }

        private void condition() throws IOException {
            var texts = new String[] {"", "", ""};
            fields(field -> {
                switch (field) {
                    case "type" -> texts[0] = parser.getText();
                    case "status" -> texts[1] = parser.getText();
                    case "reason" -> texts[2] = parser.getText();
                    default -> parser.skipChildren();
                }
            });
            if (texts[0].equals("APIAuthValid")) {
                valid = texts[1];
            } else if (texts[0].equals("Ready")) {
                reason = texts[2];
            }
        }
    }
}
