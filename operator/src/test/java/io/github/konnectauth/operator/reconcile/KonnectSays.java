package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.konnect.Trace;
import io.github.konnectauth.operator.konnect.WhoAmI;
import java.util.List;
import java.util.Optional;

/** Konnect's answers, as the tests call them. */
final class KonnectSays {

    static final String ORGANIZATION = "5ca26716-02f7-4430-9117-1d1a7a2695e7";

    static final WhoAmI MEMBER = new WhoAmI.Member(ORGANIZATION, "active");
    static final WhoAmI REJECTED = new WhoAmI.Rejected("global.api.konghq.com", Optional.empty());
    static final WhoAmI REJECTED_BY_REGION = new WhoAmI.Rejected("us.api.konghq.com", Optional.empty());
    static final WhoAmI DENIED = new WhoAmI.Denied("global.api.konghq.com", Optional.empty());
    static final WhoAmI OFF_LIMITS = new WhoAmI.OffLimits("us.api.konghq.com");
    static final WhoAmI NO_SUCH_REGION = new WhoAmI.NoSuchRegion("us", List.of("au", "eu"));
    static final WhoAmI THROTTLED = new WhoAmI.Throttled("us.api.konghq.com");
    static final WhoAmI UNREACHABLE = new WhoAmI.Unreachable("global.api.konghq.com");
    static final WhoAmI UNEXPECTED =
            new WhoAmI.Unexpected("us.api.konghq.com", "it sent something else than Konnect's JSON");

    private KonnectSays() {}

    static WhoAmI rejectedWithTrace(String digits) {
        return new WhoAmI.Rejected("global.api.konghq.com", Optional.of(new Trace("konnect:trace:" + digits)));
    }
}
