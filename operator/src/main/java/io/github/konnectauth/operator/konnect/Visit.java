package io.github.konnectauth.operator.konnect;

import io.github.konnectauth.operator.konnect.Admission.Admitted;
import io.github.konnectauth.operator.konnect.Admission.Refused;
import java.io.IOException;
import java.util.Optional;

/** One call to a host. It may wait for its turn, so whether it goes out is decided when it is about to. */
final class Visit {

    private final Host host;
    private volatile Optional<Admission> admission = Optional.empty();

    Visit(Host host) {
        this.host = host;
    }

    /**
     * The call is about to go out.
     *
     * @throws IOException if it may not
     */
    void begin() throws IOException {
        var decided = host.admit();
        admission = Optional.of(decided);
        if (decided instanceof Refused(var why)) {
            throw new IOException("not asked: " + why);
        }
    }

    /** The call is over: what it amounts to. */
    HttpAnswer end(HttpAnswer answer) {
        if (admission.isEmpty()) {
            return answer;
        }
        return switch (admission.get()) {
            case Refused(var why) -> new HttpAnswer.NotAsked(why);
            case Admitted admitted -> {
                host.answered(admitted, answer);
                yield answer;
            }
        };
    }

    /** The call broke in a way that says nothing about the host. */
    void abandon() {
        if (admission.orElse(null) instanceof Admitted admitted) {
            host.abandoned(admitted);
        }
    }
}
