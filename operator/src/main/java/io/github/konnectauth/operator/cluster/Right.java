package io.github.konnectauth.operator.cluster;

import java.util.List;
import okhttp3.HttpUrl;

/**
 * Something that an account may do, as roles name it.
 *
 * @param group empty for the core group
 * @param resource with its subresource, as {@code pods/status}
 * @param namespace empty for everywhere
 * @param name of the one object; empty for all
 */
record Right(String verb, String group, String resource, String namespace, String name) {

    /** The right that this request needs; its object's name is left out. */
    static Right neededFor(String method, HttpUrl url) {
        var path = url.pathSegments();
        // /api/v1/... or /apis/<group>/<version>/...
        var isCore = path.getFirst().equals("api");
        var group = isCore || path.size() < 2 ? "" : path.get(1);
        var rest = path.subList(Math.min(isCore ? 2 : 3, path.size()), path.size());
        var isNamespaced = rest.size() > 2 && rest.getFirst().equals("namespaces");
        var namespace = isNamespaced ? rest.get(1) : "";
        var object = isNamespaced ? rest.subList(2, rest.size()) : rest;
        return new Right(verb(method, url, object), group, resource(object), namespace, "");
    }

    private static String verb(String method, HttpUrl url, List<String> object) {
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> object.size() < 2 ? "deletecollection" : "delete";
            default -> {
                if ("true".equals(url.queryParameter("watch"))) {
                    yield "watch";
                }
                yield object.size() < 2 ? "list" : "get";
            }
        };
    }

    private static String resource(List<String> object) {
        if (object.isEmpty()) {
            return "";
        }
        return object.getFirst() + (object.size() > 2 ? "/" + object.get(2) : "");
    }

    Right in(String place) {
        return new Right(verb, group, resource, place, name);
    }

    /** In words, such as {@code watch secrets in namespace a}. */
    @Override
    public String toString() {
        return verb + " " + resource + (name.isEmpty() ? "" : " " + name)
                + (namespace.isEmpty() ? "" : " in namespace " + namespace);
    }
}
