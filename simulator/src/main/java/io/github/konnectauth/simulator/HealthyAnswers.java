package io.github.konnectauth.simulator;

import io.github.konnectauth.simulator.Accounts.Holder;
import io.github.konnectauth.simulator.Answer.Reply;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What Konnect answers when nothing is wrong with Konnect. */
final class HealthyAnswers {
    private static final String JSON = "application/json";
    private static final String CREATED = "2025-01-15T09:30:00.000Z";
    private static final String UPDATED = "2025-06-02T14:05:10.000Z";
    private static final int RETENTION_DAYS = 90;
    private static final int LARGEST_PAGE = 1000;
    private static final String PAGE_SIZE = "page[size]";
    private static final String PAGE_NUMBER = "page[number]";

    private HealthyAnswers() {}

    /**
     * Answers every request, whatever it asks for.
     *
     * @param holder  whose token the request carries; empty if it carries none, or one that is unknown or revoked
     * @param regions those that exist
     */
    static Reply answer(ApiRequest request, Optional<Holder> holder, Regions regions) {
        Operation operation = request.operation();
        if (!serves(request.host(), operation)) {
            return request.host() instanceof HostRole.Unresolved ? Problem.misdirected() : Problem.notFound();
        }
        if (!request.method().equals("GET")) {
            return Problem.methodNotAllowed();
        }
        return switch (operation) {
            case IDENTITY -> holder.map(HealthyAnswers::identity).orElseGet(Problem::unauthenticated);
            case REGIONS -> regions(regions);
            case CONTROL_PLANES ->
                holder.map(known -> controlPlanes(request, known)).orElseGet(Problem::unauthenticated);
            case OTHER -> Problem.notFound();
        };
    }

    /** In production a region does not tell identities, and the global host has no control planes. */
    private static boolean serves(HostRole host, Operation operation) {
        return switch (host) {
            case HostRole.Global _ -> operation == Operation.IDENTITY || operation == Operation.REGIONS;
            case HostRole.Region _ -> operation == Operation.CONTROL_PLANES;
            case HostRole.PrivateOrigin _ -> operation != Operation.OTHER;
            case HostRole.Unresolved _ -> false;
        };
    }

    private static Reply identity(Holder holder) {
        Organization organization = holder.organization();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", organization.id());
        body.put("name", organization.name());
        body.put("owner_id", derivedId("owner of " + organization.id()));
        body.put("login_path", loginPath(organization.name()));
        body.put("created_at", CREATED);
        body.put("updated_at", UPDATED);
        body.put("state", organization.state().word());
        body.put("retention_period_days", RETENTION_DAYS);
        return Reply.of(200, JSON, Json.write(body));
    }

    private static Reply regions(Regions regions) {
        Map<String, Object> groups = new LinkedHashMap<>();
        groups.put("stable", regions.stable());
        groups.put("stable_opt_in", regions.stableOptIn());
        groups.put("beta", regions.beta());
        return Reply.of(200, JSON, Json.write(Map.of("regions", groups)));
    }

    private static Reply controlPlanes(ApiRequest request, Holder holder) {
        Credential credential = holder.credential();
        if (rejected(request.host(), credential)) {
            return Problem.unauthenticated();
        }
        if (!credential.listsControlPlanes()) {
            return Problem.permissionDenied();
        }
        Optional<Integer> size = positive(request.query().getOrDefault(PAGE_SIZE, "10"));
        if (size.isEmpty() || size.get() > LARGEST_PAGE) {
            return Problem.invalidParameter(PAGE_SIZE, "must be a number from 1 to " + LARGEST_PAGE);
        }
        Optional<Integer> number = positive(request.query().getOrDefault(PAGE_NUMBER, "1"));
        if (number.isEmpty()) {
            return Problem.invalidParameter(PAGE_NUMBER, "must be a number from 1");
        }
        return controlPlanes(holder.organization(), number.get(), size.get());
    }

    private static boolean rejected(HostRole host, Credential credential) {
        return host instanceof HostRole.Region region
                ? credential.rejectedBy().contains(region.name())
                : !credential.rejectedBy().isEmpty();
    }

    /** Every organization has one control plane; the pages after the first are empty. */
    private static Reply controlPlanes(Organization organization, int number, int size) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", number == 1 ? List.of(controlPlane(organization)) : List.of());
        body.put("meta", Map.of("page", Map.of("number", number, "size", size, "total", 1)));
        return Reply.of(200, JSON, Json.write(body));
    }

    private static Map<String, Object> controlPlane(Organization organization) {
        Map<String, Object> plane = new LinkedHashMap<>();
        plane.put("id", derivedId("control plane of " + organization.id()));
        plane.put("name", "default");
        plane.put("description", "The control plane that comes with an organization");
        plane.put("labels", Map.of());
        plane.put("config", Map.of("cluster_type", "CLUSTER_TYPE_CONTROL_PLANE", "auth_type", "pinned_client_certs"));
        plane.put("created_at", CREATED);
        plane.put("updated_at", UPDATED);
        return plane;
    }

    private static Optional<Integer> positive(String text) {
        return text.matches("[1-9][0-9]{0,8}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static String derivedId(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String loginPath(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
