package io.github.konnectauth.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET    | /api/v1/secrets?limit=500                                          | list secrets
                    GET    | /api/v1/secrets?watch=true                                         | watch secrets
                    GET    | /api/v1/namespaces/a/secrets                                       | list secrets in namespace a
                    GET    | /api/v1/namespaces/a/secrets/s                                     | get secrets in namespace a
                    GET    | /api/v1/namespaces/a                                               | get namespaces
                    GET    | /api/v1/namespaces                                                 | list namespaces
                    PUT    | /apis/konnect.konghq.com/v1alpha1/namespaces/a/things/t/status     | update things/status in namespace a
                    PATCH  | /apis/coordination.k8s.io/v1/namespaces/a/leases/l                 | patch leases in namespace a
                    POST   | /apis/events.k8s.io/v1/namespaces/a/events                         | create events in namespace a
                    DELETE | /api/v1/namespaces/a/secrets/s                                     | delete secrets in namespace a
                    DELETE | /api/v1/namespaces/a/secrets                                       | deletecollection secrets in namespace a
                    GET    | /apis/konnect.konghq.com/v1alpha1/things?watch=true                | watch things
                    """)
    void a_request_needs_the_right_that_roles_name_so(String method, String path, String words) {
        assertThat(Right.neededFor(method, HttpUrl.get("https://localhost" + path)))
                .hasToString(words);
    }

    @ParameterizedTest
    @CsvSource({"/", "/version", "/api", "/apis", "/apis/g", "/openapi/v3"})
    void a_path_that_names_no_resource_breaks_nothing(String path) {
        assertThat(Right.neededFor("GET", HttpUrl.get("https://localhost" + path))
                        .namespace())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/secrets, ''", "/apis/coordination.k8s.io/v1/namespaces/a/leases, coordination.k8s.io"})
    void the_group_is_empty_for_the_core(String path, String group) {
        assertThat(Right.neededFor("GET", HttpUrl.get("https://localhost" + path))
                        .group())
                .isEqualTo(group);
    }
}
