package io.github.konnectauth.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SharedTextTest {

    @Test
    void equal_texts_are_one_object() {
        assertThat(SharedText.of(new String("Valid"))).isSameAs(SharedText.of(new String("Valid")));
    }

    @Test
    void a_text_that_nobody_holds_any_more_is_forgotten() {
        var text = new WeakReference<>(SharedText.of(UUID.randomUUID().toString()));

        await().until(() -> {
            System.gc();
            return text.refersTo(null);
        });
    }
}
