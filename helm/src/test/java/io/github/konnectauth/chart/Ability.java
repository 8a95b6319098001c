package io.github.konnectauth.chart;

import io.github.konnectauth.operator.KongKindsInstalled;
import io.github.konnectauth.operator.KongKindsInstalled.Referring;
import io.github.konnectauth.operator.RunningOperator;
import io.github.konnectauth.operator.Scene;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** What the operator does for people. */
enum Ability {
    FILLS_ITS_CACHES {
        @Override
        void begin(Scene scene) {}

        @Override
        boolean isSeen(Scene scene, RunningOperator operator) {
            return Scene.get(operator, "/readyz").equals("ok\n");
        }
    },
    STORES_A_VERDICT {
        @Override
        void begin(Scene scene) {
            scene.secret("konnect", scene.token());
            scene.referring("valid", "konnect");
        }

        @Override
        boolean isSeen(Scene scene, RunningOperator operator) {
            return isReadyFor("Valid", "valid", scene);
        }
    },
    TELLS_A_SECRET_WITHOUT_THE_LABEL_FROM_A_MISSING_ONE {
        @Override
        void begin(Scene scene) {
            scene.store(scene.secretOf("plain", scene.token())
                    .editMetadata()
                    .withLabels(Map.of())
                    .endMetadata()
                    .build());
            scene.referring("unlabelled", "plain");
        }

        @Override
        boolean isSeen(Scene scene, RunningOperator operator) {
            return isReadyFor("SecretNotLabelled", "unlabelled", scene);
        }
    },
    WRITES_EVENTS {
        @Override
        void begin(Scene scene) {
            scene.inline("spoken-of", scene.token());
        }

        @Override
        boolean isSeen(Scene scene, RunningOperator operator) {
            return !scene.client()
                    .events()
                    .v1()
                    .events()
                    .inNamespace(scene.namespace())
                    .list()
                    .getItems()
                    .isEmpty();
        }
    },
    /** The namespace is one of those that are watched. */
    HEEDS_A_GRANT {
        @Override
        void begin(Scene scene) {
            new KongKindsInstalled(scene.client()).grant(vault(scene), scene.namespace(), "elsewhere");
            namingElsewhere(scene, "granted", "elsewhere");
        }

        @Override
        boolean isSeen(Scene scene, RunningOperator operator) {
            return isReadyFor("Valid", "granted", scene);
        }
    },
    /** A grant that is there before can be found by a list too. */
    HEEDS_A_LATER_GRANT {
        @Override
        void prepare(Scene scene) {
            namingElsewhere(scene, "granted-later", "later");
            Awaitility.await()
                    .atMost(Scene.PATIENCE)
                    .until(() -> isReadyFor("RefNotPermitted", "granted-later", scene));
        }

        @Override
        void begin(Scene scene) {
            new KongKindsInstalled(scene.client()).grant(vault(scene), scene.namespace(), "later");
        }

        @Override
        boolean isSeen(Scene scene, RunningOperator operator) {
            return isReadyFor("Valid", "granted-later", scene);
        }
    },
    HOLDS_A_SECRET {
        @Override
        void begin(Scene scene) {
            scene.secret("held", scene.token());
            scene.referring("holder", "held");
        }

        @Override
        boolean isSeen(Scene scene, RunningOperator operator) {
            return scene.secret("held")
                    .require()
                    .getMetadata()
                    .getFinalizers()
                    .contains("gateway.konghq.com/secret-in-use-by-konnect-resource");
        }
    },
    HOLDS_WHAT_A_CONTROL_PLANE_NAMES(Referring.KONNECT_GATEWAY_CONTROL_PLANE),
    HOLDS_WHAT_A_NETWORK_NAMES(Referring.KONNECT_CLOUD_GATEWAY_NETWORK),
    HOLDS_WHAT_AN_EVENT_GATEWAY_NAMES(Referring.KONNECT_EVENT_GATEWAY),
    HOLDS_WHAT_AN_AI_GATEWAY_NAMES(Referring.KONNECT_AI_GATEWAY),
    HOLDS_WHAT_A_PORTAL_NAMES(Referring.PORTAL),
    HOLDS_WHAT_AN_EXTENSION_NAMES(Referring.KONNECT_EXTENSION),
    TAKES_THE_LEASE {
        @Override
        void begin(Scene scene) {}

        @Override
        boolean isSeen(Scene scene, RunningOperator operator) {
            return Scene.get(operator, "/metrics").contains("konnect_auth_leader 1.0");
        }
    },
    KEEPS_THE_LEASE {
        @Override
        void begin(Scene scene) {}

        @Override
        boolean isSeen(Scene scene, RunningOperator operator) {
            var leases = scene.client()
                    .leases()
                    .inNamespace(scene.namespace())
                    .list()
                    .getItems();
            return leases.stream()
                    .anyMatch(lease -> lease.getSpec()
                            .getRenewTime()
                            .isAfter(lease.getSpec().getAcquireTime()));
        }
    };

    private final Optional<Referring> kind;

    Ability() {
        kind = Optional.empty();
    }

    /** @param kind whose objects name a resource that is held therefore */
    Ability(Referring kind) {
        this.kind = Optional.of(kind);
    }

    /** A namespace that has to be there, and watched, beside the scene's own. */
    static String vault(Scene scene) {
        return scene.namespace() + "-vault";
    }

    /** What has to be there before. */
    void prepare(Scene scene) {}

    /** What has to happen first. */
    void begin(Scene scene) {
        scene.inline(held(), scene.token());
        new KongKindsInstalled(scene.client())
                .referrer(kind.orElseThrow(), scene.namespace(), "referrer", Map.of("name", held()));
    }

    /** Whether it has been done. */
    boolean isSeen(Scene scene, RunningOperator operator) {
        return scene.read(held()).getMetadata().getFinalizers().contains("konnect.konghq.com/konnectapiauth-in-use");
    }

    private String held() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A resource that names a Secret, which there is, in the other namespace. */
    private static void namingElsewhere(Scene scene, String name, String secret) {
        scene.store(scene.secretOf(secret, scene.token())
                .editMetadata()
                .withNamespace(vault(scene))
                .endMetadata()
                .build());
        scene.resource(
                name,
                Map.of(
                        "type",
                        "secretRef",
                        "secretRef",
                        Map.of("name", secret, "namespace", vault(scene)),
                        "serverURL",
                        "us.api.konghq.com"));
    }

    private static boolean isReadyFor(String reason, String name, Scene scene) {
        return scene.status(name)
                .condition("Ready")
                .filter(ready -> ready.reason().equals(reason))
                .isPresent();
    }
}
