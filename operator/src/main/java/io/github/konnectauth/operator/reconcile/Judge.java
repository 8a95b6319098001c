package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.Reason;
import io.github.konnectauth.operator.konnect.AllowedHosts;
import io.github.konnectauth.operator.konnect.KonnectServer;
import io.github.konnectauth.operator.konnect.WhoAmI;
import io.github.konnectauth.operator.reconcile.Verdict.Invalid;
import io.github.konnectauth.operator.reconcile.Verdict.Undetermined;
import io.github.konnectauth.operator.reconcile.Verdict.Valid;
import io.github.konnectauth.operator.token.CredentialSecret;
import io.github.konnectauth.operator.token.TokenResolution;
import io.github.konnectauth.operator.token.TokenResolution.Place;
import java.util.Optional;

/** Turns what was found into a verdict, and into the sentence that tells a person what to do about it. */
final class Judge {

    private Judge() {}

    /** The verdict that needs no answer of Konnect, if there is one: on the server first, then on the token. */
    static Optional<Invalid> beforeAsking(Subject subject, AllowedHosts allowed) {
        return ofServer(subject.server(), allowed).or(() -> ofToken(subject.token()));
    }

    /** The verdict on a server, if it is bad enough to need no token. */
    static Optional<Invalid> ofServer(KonnectServer.Parsed parsed, AllowedHosts allowed) {
        return switch (parsed) {
            case KonnectServer.Parsed.Malformed malformed ->
                Optional.of(invalid(
                        Reason.INVALID_SERVER_URL,
                        "spec.serverURL is no Konnect server: " + malformed.why()
                                + ". It cannot be changed: delete the resource and create it with a host name such as"
                                + " us.api.konghq.com, or an https URL without a path."));
            case KonnectServer.Parsed.Server(var server)
            when !allowed.permit(server) ->
                Optional.of(invalid(
                        Reason.SERVER_NOT_ALLOWED,
                        "This operator sends no token to " + server.authority()
                                + ". Use a region of Konnect, such as us.api.konghq.com, or ask whoever runs the"
                                + " operator to add the host to --allowed-hosts."));
            case KonnectServer.Parsed.Server _ -> Optional.empty();
        };
    }

    /** The verdict on a reference, if it leads to no token. */
    static Optional<Invalid> ofToken(TokenResolution resolution) {
        return Optional.ofNullable(
                switch (resolution) {
                    case TokenResolution.Resolved _ -> null;
                    case TokenResolution.Malformed malformed ->
                        invalid(
                                Reason.MALFORMED_TOKEN,
                                held(malformed.place()) + " holds no token of Konnect: "
                                        + malformed.reading().why()
                                        + ". Put the token there as Konnect showed it; it begins with kpat_ or spat_.");
                    case TokenResolution.Unnamed _ ->
                        invalid(
                                Reason.SECRET_NOT_FOUND,
                                "spec.secretRef names no Secret. Set spec.secretRef.name to the one that holds the token.");
                    case TokenResolution.Missing missing ->
                        invalid(
                                Reason.SECRET_NOT_FOUND,
                                named(missing.place()) + " does not exist. Create it with the type Opaque, the label "
                                        + label() + " and the key " + CredentialSecret.TOKEN_KEY + ".");
                    case TokenResolution.NotOpaque other ->
                        invalid(
                                Reason.SECRET_NOT_OPAQUE,
                                named(other.place()) + " is not of the type Opaque. A Secret's type cannot be changed:"
                                        + " delete it and create it with the type Opaque.");
                    case TokenResolution.NotLabelled unlabelled ->
                        invalid(
                                Reason.SECRET_NOT_LABELLED,
                                named(unlabelled.place()) + " lacks the label " + label()
                                        + ", without which no token is read. Add the label.");
                    case TokenResolution.KeyMissing keyless ->
                        invalid(
                                Reason.TOKEN_KEY_MISSING,
                                named(keyless.place()) + " has no key " + CredentialSecret.TOKEN_KEY
                                        + ". Store the token under that key.");
                    case TokenResolution.NotPermitted foreign ->
                        invalid(
                                Reason.REF_NOT_PERMITTED,
                                named(foreign.place())
                                        + " is in another namespace, and no KongReferenceGrant there lets resources of this"
                                        + " namespace refer to it. Create one beside the Secret, or name a Secret in the"
                                        + " resource's own namespace.");
                    case TokenResolution.NotWatched foreign ->
                        invalid(
                                Reason.REF_NOT_PERMITTED,
                                named(foreign.place())
                                        + " is in a namespace that this operator does not watch. Name a Secret in the"
                                        + " resource's own namespace, or ask whoever runs the operator to add the"
                                        + " namespace to --watch-namespaces.");
                });
    }

    /** The verdict on a token, by what Konnect says of it. */
    static Verdict ofAnswer(WhoAmI answer, Place place) {
        return switch (answer) {
            case WhoAmI.Member(var id, var state) -> new Valid(id, state);
            case WhoAmI.Rejected(var host, var trace) ->
                new Invalid(
                        Reason.TOKEN_REJECTED,
                        host + " rejects the token (401): it is revoked, expired or mistyped. Create a new token in"
                                + " Konnect and put it into " + stored(place) + ".",
                        trace);
            case WhoAmI.Denied(var host, var trace) ->
                new Invalid(
                        Reason.PERMISSION_DENIED,
                        host + " knows the token, but does not let it read its organization (403). Give the token's"
                                + " account a role in the organization, or put another token into " + stored(place)
                                + ".",
                        trace);
            case WhoAmI.OffLimits(var host) ->
                invalid(
                        Reason.SERVER_NOT_ALLOWED,
                        "This operator sends no token to " + host
                                + ", whose name does not lead to the public internet. Use"
                                + " a region of Konnect, such as us.api.konghq.com, or ask whoever runs the operator to add"
                                + " the host itself to --allowed-hosts.");
            case WhoAmI.NoSuchRegion(var region, var known) ->
                invalid(
                        Reason.UNKNOWN_REGION,
                        "Konnect has no region " + region + ". It has " + String.join(", ", known)
                                + ". spec.serverURL cannot be changed: delete the resource and create it with one of"
                                + " these.");
            case WhoAmI.Throttled(var host) ->
                new Undetermined(
                        Reason.RATE_LIMITED,
                        host + " takes no more requests at the moment (429). The check is repeated until it does;"
                                + " nothing needs to be done.");
            case WhoAmI.Unreachable(var host) ->
                new Undetermined(
                        Reason.KONNECT_UNREACHABLE,
                        host + " cannot be reached or is out of order. The check is repeated until it answers; if that"
                                + " lasts, look at the operator's network, proxy and --ca-bundle.");
            case WhoAmI.Unexpected(var host, var what) ->
                new Undetermined(
                        Reason.UNEXPECTED_RESPONSE,
                        host + " does not answer as Konnect does (" + what + "). The check is repeated; if that lasts,"
                                + " look at spec.serverURL, and at proxies in between.");
        };
    }

    private static Invalid invalid(Reason reason, String message) {
        return new Invalid(reason, message, Optional.empty());
    }

    private static String label() {
        return CredentialSecret.LABEL + ": " + CredentialSecret.LABEL_VALUE;
    }

    /** How messages call a place: {@code Secret ns/name}. */
    static String named(Place place) {
        return switch (place) {
            case Place.InResource _ -> "spec.token";
            case Place.InSecret secret -> "Secret " + secret.namespace() + "/" + secret.name();
        };
    }

    private static String held(Place place) {
        return switch (place) {
            case Place.InResource _ -> named(place);
            case Place.InSecret _ -> "The key " + CredentialSecret.TOKEN_KEY + " of " + named(place);
        };
    }

    private static String stored(Place place) {
        return switch (place) {
            case Place.InResource _ -> named(place);
            case Place.InSecret _ -> "the key " + CredentialSecret.TOKEN_KEY + " of " + named(place);
        };
    }
}
