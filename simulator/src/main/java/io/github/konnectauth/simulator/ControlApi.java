package io.github.konnectauth.simulator;

import io.github.konnectauth.simulator.Answer.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The endpoints under {@code /simulator} of a private origin, by which people change a simulator that runs. Tokens
 * come in bodies only: URLs end up in logs.
 */
final class ControlApi {
    private static final Reply DONE = new Reply(204, Map.of(), "");

    private final Konnect konnect;
    private final String caPem;

    ControlApi(Konnect konnect, String caPem) {
        this.konnect = konnect;
        this.caPem = caPem;
    }

    /**
     * Answers 200, 204, or a problem: 400 with a line that says what is wrong, 404 for what is not served.
     *
     * @param path without {@code /simulator}
     */
    Reply answer(String method, String path, String body) {
        try {
            return route(method + " " + path, body);
        } catch (IllegalArgumentException e) {
            return Problem.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private Reply route(String request, String body) {
        return switch (request) {
            case "GET ", "GET /" -> json(state());
            case "GET /ca.pem" -> Reply.of(200, "application/x-pem-file", caPem);
            case "GET /counts" -> json(konnect.counts().list(konnect.accounts()));
            case "DELETE /counts" -> done(() -> konnect.counts().reset());
            case "POST /organizations" -> {
                AccountsFile.OrganizationEntry entry = Json.read(body, AccountsFile.OrganizationEntry.class);
                yield done(() -> new AccountsFile(List.of(entry)).addTo(konnect.accounts()));
            }
            case "POST /tokens" -> {
                Credential credential =
                        Json.read(body, ControlForms.NewToken.class).credential();
                yield done(() -> konnect.accounts().put(credential));
            }
            case "POST /tokens/revoke" -> done(() -> konnect.accounts().revoked(known(body), true));
            case "POST /tokens/restore" -> done(() -> konnect.accounts().revoked(known(body), false));
            case "PUT /latency" ->
                done(() -> konnect.latency(
                        Json.read(body, ControlForms.Latency.class).duration()));
            case "PUT /rate-limit" ->
                done(() -> konnect.rateLimit()
                        .perMinute(Json.read(body, ControlForms.Limit.class).requests()));
            case "PUT /regions" ->
                done(() -> konnect.regions(
                        Json.read(body, ControlForms.RegionGroups.class).regions()));
            case "POST /faults" -> {
                List<Fault> faults = faults(body);
                yield done(() -> faults.forEach(konnect.faults()::add));
            }
            case "PUT /faults" -> done(() -> konnect.faults().replace(faults(body)));
            case "DELETE /faults" -> done(() -> konnect.faults().replace(List.of()));
            default -> Problem.notFound();
        };
    }

    private static Reply done(Runnable change) {
        change.run();
        return DONE;
    }

    private static Reply json(Object value) {
        return Reply.of(200, "application/json", Json.write(value));
    }

    private static Fingerprint known(String body) {
        return Json.read(body, ControlForms.KnownToken.class).fingerprint();
    }

    /** One fault, or a list of them. */
    private static List<Fault> faults(String body) {
        return Stream.of(Json.read(body, ControlForms.NewFault[].class))
                .map(ControlForms.NewFault::fault)
                .toList();
    }

    /** Everything that can be changed, with fingerprints for tokens. */
    private Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("organizations", konnect.accounts().organizations());
        state.put(
                "tokens",
                konnect.accounts().credentials().stream().map(ControlApi::view).toList());
        state.put("regions", konnect.regions());
        state.put("latency", DurationText.of(konnect.latency()));
        state.put("rateLimitPerMinute", konnect.rateLimit().perMinute());
        state.put(
                "faults", konnect.faults().list().stream().map(ControlApi::view).toList());
        return state;
    }

    private static Map<String, Object> view(Credential credential) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("fingerprint", credential.fingerprint());
        credential.name().ifPresent(name -> view.put("name", name));
        view.put("organization", credential.organizationId());
        view.put("revoked", credential.revoked());
        view.put("listsControlPlanes", credential.listsControlPlanes());
        view.put("rejectedBy", credential.rejectedBy());
        return view;
    }

    private static Map<String, Object> view(Fault fault) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("kind", fault.kind());
        fault.operation().ifPresent(operation -> view.put("operation", operation));
        fault.host().ifPresent(host -> view.put("host", host));
        fault.fingerprint().ifPresent(fingerprint -> view.put("fingerprint", fingerprint));
        fault.times().ifPresent(times -> view.put("times", times));
        view.put("retryAfter", DurationText.of(fault.retryAfter()));
        return view;
    }
}
