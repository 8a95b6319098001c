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
import java.util.Set;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.jse.JseBaseLib;

/**
 * The health check in {@code examples/gitops/argocd-cm.yaml}, run as Argo CD runs it: in Lua, on the object {@code obj}, with
 * the basic functions and those of tables alone.
 */
public final class ArgoCd {

    private static final String KEY = "resource.customizations.health.konnect.konghq.com_KonnectAPIAuthConfiguration";

    /** The words that Argo CD accepts, of those that the check may use. */
    private static final Set<String> WORDS = Set.of("Healthy", "Progressing", "Degraded");

    private final String check;

    /**
     * What it says.
     *
     * @param status Healthy, Progressing or Degraded
     * @param message for a person
     */
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
        var lua = interpreter();
        lua.set("obj", value(Serialization.unmarshal(Serialization.asJson(object), Map.class)));
        var health = lua.load(check).call();
        var status = health.get("status").checkjstring();
        if (!WORDS.contains(status)) {
            throw new AssertionError("Argo CD knows no health " + status);
        }
        return new Health(status, health.get("message").checkjstring());
    }

    private static Globals interpreter() {
        var lua = new Globals();
        lua.load(new JseBaseLib());
        lua.load(new PackageLib());
        lua.load(new TableLib());
        LoadState.install(lua);
        LuaC.install(lua);
        return lua;
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
