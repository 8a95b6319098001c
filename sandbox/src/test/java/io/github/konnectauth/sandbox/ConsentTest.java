package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentTest {

    @ParameterizedTest
    @CsvSource({"y, true", "Y, true", "yes, true", "' y ', true", "n, false", "'', false", "yesterday, false"})
    void onlyAYesIsAYes(String answer, boolean isGiven) throws IOException {
        assertThat(Consent.isGiven(new BufferedReader(new StringReader(answer))))
                .isEqualTo(isGiven);
    }
}
