package io.github.konnectauth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRoleTest {
    @ParameterizedTest
    @CsvSource({
        "global.api.konghq.com,      Global",
        "GLOBAL.API.KONGHQ.COM,      Global",
        "global.api.konghq.com.,     Global",
        "global.api.konghq.tech,     Global",
        "us.api.konghq.com,          Region",
        "sg.api.konghq.com,          Region",
        "us.api.konghq.tech,         Region",
        "pl.api.konghq.com,          Unresolved",
        "api.konghq.com,             Unresolved",
        "x.us.api.konghq.com,        Unresolved",
        "localhost,                  PrivateOrigin",
        "127.0.0.1,                  PrivateOrigin",
        "us.api.konghq.com.example,  PrivateOrigin",
        "us.attacker.example,        PrivateOrigin",
        "usapi.konghq.com,           PrivateOrigin",
    })
    void the_host_name_decides_the_role(String host, String role) {
        assertThat(HostRole.of(host, Regions.konnect()).getClass().getSimpleName())
                .isEqualTo(role);
    }
}
