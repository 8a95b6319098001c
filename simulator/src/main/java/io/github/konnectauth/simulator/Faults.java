package io.github.konnectauth.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults in force, the newest first, and how often each may still strike. Safe for several threads. */
final class Faults {
    private final List<Fault> inForce = new ArrayList<>();

    synchronized void add(Fault fault) {
        inForce.addFirst(fault);
    }

    synchronized void replace(List<Fault> faults) {
        inForce.clear();
        faults.forEach(inForce::addFirst);
    }

    synchronized List<Fault> list() {
        return List.copyOf(inForce);
    }

    /** The fault that hits a request, if any; one of its times is used up. */
    synchronized Optional<Fault> strike(ApiRequest request) {
        for (int i = 0; i < inForce.size(); i++) {
            Fault fault = inForce.get(i);
            if (fault.matches(request)) {
                useUp(i, fault);
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private void useUp(int index, Fault fault) {
        if (fault.times().isEmpty()) {
            return;
        }
        int left = fault.times().getAsInt() - 1;
        if (left == 0) {
            inForce.remove(index);
        } else {
            inForce.set(index, fault.times(left));
        }
    }
}
