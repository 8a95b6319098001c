package io.github.konnectauth.operator.kong;

import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import java.util.regex.Pattern;

/**
 * That an object names another, as grants speak of it.
 *
 * @param group of the object that names; empty for the core group
 * @param kind of the object that names
 * @param namespace of the object that names
 */
public record Reference(String group, String kind, String namespace, Target target) {

    /**
     * The object that is named.
     *
     * @param group empty for the core group
     */
    public record Target(String group, String kind, String namespace, String name) {

        // RFC 1123, as the API server demands it of every object. Kong's CRD lets other texts pass, into a URL's path.
        private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
        private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

        /** Whether there can be an object of this name. */
        public boolean isPossible() {
            return NAME.matcher(name).matches() && NAMESPACE.matcher(namespace).matches();
        }

        public static Target secret(String namespace, String name) {
            return new Target("", "Secret", namespace, name);
        }

        public static Target configuration(String namespace, String name) {
            return new Target(KonnectAPIAuthConfiguration.GROUP, KonnectAPIAuthConfiguration.KIND, namespace, name);
        }
    }

    /** A resource of ours in this namespace names a Secret. */
    public static Reference toSecret(String from, String namespace, String name) {
        return new Reference(
                KonnectAPIAuthConfiguration.GROUP,
                KonnectAPIAuthConfiguration.KIND,
                from,
                Target.secret(namespace, name));
    }

    /** Whether it stays in its namespace, where it needs no grant. */
    public boolean isLocal() {
        return namespace.equals(target.namespace());
    }
}
