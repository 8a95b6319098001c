package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiWritesTest {

    private static final String KIND = "resource=\"konnectapiauthconfigurations\",scope=\"resource\"";

    private static final String METRICS = String.join(
            "\n",
            "# TYPE apiserver_request_total counter",
            "apiserver_request_total{code=\"200\",component=\"apiserver\"," + KIND
                    + ",subresource=\"status\",verb=\"PUT\",version=\"v1alpha1\"} 12",
            "apiserver_request_total{code=\"409\",component=\"apiserver\"," + KIND
                    + ",subresource=\"status\",verb=\"PUT\",version=\"v1alpha1\"} 3",
            "apiserver_request_total{code=\"201\"," + KIND + ",subresource=\"\",verb=\"POST\"} 1e+06",
            "apiserver_request_total{code=\"200\"," + KIND + ",subresource=\"\",verb=\"LIST\"} 7",
            "apiserver_request_total{code=\"200\",resource=\"leases\",subresource=\"\",verb=\"PATCH\"} 90",
            "apiserver_request_total{code=\"201\",resource=\"selfsubjectaccessreviews\",subresource=\"\",verb=\"POST\"} 4",
            "apiserver_request_duration_seconds_count{resource=\"secrets\",verb=\"PUT\"} 5",
            "");

    @Test
    void writesAreCountedWhateverBecameOfThem() {
        assertThat(ApiWrites.in(METRICS).counts())
                .isEqualTo(Map.of(
                        "PUT konnectapiauthconfigurations/status", 15L,
                        "POST konnectapiauthconfigurations", 1_000_000L,
                        "POST selfsubjectaccessreviews", 4L));
    }

    @Test
    void questionsAboutRightsStoreNothing() {
        assertThat(ApiWrites.in(METRICS).total()).isEqualTo(1_000_015);
    }

    @Test
    void statusesAreThoseOfTheKind() {
        assertThat(ApiWrites.in(METRICS).statuses()).isEqualTo(15);
    }

    @Test
    void betweenTwoReadingsOnlyWhatIsNewCounts() {
        var earlier = new ApiWrites(Map.of("PUT konnectapiauthconfigurations/status", 15L, "PUT secrets", 1L));
        var later = new ApiWrites(Map.of("PUT konnectapiauthconfigurations/status", 17L, "PUT secrets", 1L));

        assertThat(later.since(earlier).counts()).isEqualTo(Map.of("PUT konnectapiauthconfigurations/status", 2L));
        assertThat(later.since(later).text()).isEqualTo("none");
    }
}
