package io.github.konnectauth.operator.waiting;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** The health check in {@code examples/gitops/argocd-cm.yaml}, run as Argo CD runs it: in Lua, on the object {@code obj}. */
public final class ArgoCd {

    private static final String KEY = "resource.customizations.health.konnect.konghq.com_KonnectAPIAuthConfiguration";

    private final String check;

    /** What it says. */
    public record Health(String status, String message) {}

    public ArgoCd() {
        try {
            var file = Files.readString(Path.of("../examples/gitops/argocd-cm.yaml"));
            check = Serialization.unmarshal(file, ConfigMap.class).getData().get(KEY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The health of this object. */
    public Health of(GenericKubernetesResource object) {
        var lua = JsePlatform.standardGlobals();
        lua.set("obj", value(Serialization.unmarshal(Serialization.asJson(object), Map.class)));
        var health = lua.load(check).call();
        return new Health(
                health.get("status").checkjstring(), health.get("message").checkjstring());
    }

    private static LuaValue value(Object json) {
        return switch (json) {
            case Map<?, ?> map -> {
                var table = new LuaTable();
                map.forEach((key, each) -> {
                    if (each != null) {
                        table.set(String.valueOf(key), value(each));
                    }
                });
                yield table;
            }
            case List<?> list -> {
                var table = new LuaTable();
                for (var i = 0; i < list.size(); i++) {
                    table.set(i + 1, value(list.get(i)));
                }
                yield table;
            }
            case Boolean truth -> LuaValue.valueOf(truth);
            case Number number -> LuaValue.valueOf(number.doubleValue());
            default -> LuaValue.valueOf(String.valueOf(json));
        };
    }
}
