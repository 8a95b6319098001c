package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void aTableLooksAsInKongsGuide() {
        var table = new Table(
                List.of("Name", "Valid", "OrgID", "ServerURL"),
                List.of(List.of(
                        "konnect-api-auth",
                        "True",
                        "5ca26716-02f7-4430-9117-1d1a7a2695e7",
                        "https://us.api.konghq.com")));

        assertThat(table.text()).isEqualTo("""
                NAME               VALID   ORGID                                  SERVERURL
                konnect-api-auth   True    5ca26716-02f7-4430-9117-1d1a7a2695e7   https://us.api.konghq.com
                """);
    }

    @Test
    void emptyCellsKeepTheirColumn() {
        var table = new Table(List.of("a", "b", "c"), List.of(List.of("1", "", "3"), List.of("1", "22222", "")));

        assertThat(table.text()).isEqualTo("""
                A     B       C
                1             3
                1     22222
                """);
    }

    @Test
    void aTableWithoutRowsShowsItsHead() {
        assertThat(new Table(List.of("Name", "Age"), List.of()).text()).isEqualTo("NAME   AGE\n");
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThatThrownBy(() -> new Table(List.of("a", "b"), List.of(List.of("1"))))
                .hasMessage("a row has 1 cells for 2 columns");
    }
}
