package io.github.konnectauth.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.stream.Collectors;

/** JSON text to values and back. Complaints never quote the text: it may hold a token. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value that JSON cannot hold: " + value.getClass(), e);
        }
    }

    /**
     * @throws IllegalArgumentException with one line that says what is wrong and where, but not what was written there
     */
    static <T> T read(String text, Class<T> type) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("not JSON: it is empty");
        }
        T value;
        try {
            value = MAPPER.readValue(text, type);
        } catch (UnrecognizedPropertyException e) {
            throw new IllegalArgumentException("unknown field" + place(e), e);
        } catch (InvalidFormatException e) {
            throw new IllegalArgumentException("wrong value" + place(e) + choice(e.getTargetType()), e);
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException("wrong value" + place(e), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not JSON, see line " + e.getLocation().getLineNr(), e);
        }
        if (value == null) {
            throw new IllegalArgumentException("wrong value: null");
        }
        return value;
    }

    /** Field names are ours, except an unknown one, which is shown only if it cannot be a token. */
    private static String place(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return path.matches("[.\\[\\]0-9A-Za-z]{1,80}") ? " at " + path : "";
    }

    private static String choice(Class<?> type) {
        return type.isEnum() ? ", it is one of " + Arrays.toString(type.getEnumConstants()) : "";
    }
}
