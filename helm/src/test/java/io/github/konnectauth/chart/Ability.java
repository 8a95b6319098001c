package io.github.konnectauth.chart;

import io.github.konnectauth.operator.RunningOperator;
import io.github.konnectauth.operator.Scene;
import java.util.Map;

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

    /** What has to happen first. */
    abstract void begin(Scene scene);

    /** Whether it has been done. */
    abstract boolean isSeen(Scene scene, RunningOperator operator);

    private static boolean isReadyFor(String reason, String name, Scene scene) {
        return scene.status(name)
                .condition("Ready")
                .filter(ready -> ready.reason().equals(reason))
                .isPresent();
    }
}
