package io.github.konnectauth.sandbox.report;

import java.util.List;

/** Reports for tests. */
final class Sample {

    static final Machine MACHINE = new Machine(
            "Some CPU @ 2.00GHz", 2, 24_105, "1.36.3", "25.0.1+8", "the image's runtime", List.of("-Xmx96m"), 80, 16);

    private Sample() {}

    static CaseResult burst(int resources, double time, double floor, double resident) {
        return new CaseResult(
                "burst",
                resources,
                String.format("%,d new resources", resources),
                "2026-11-24",
                List.of(
                        Figure.of("time", "until all have their verdict", Unit.SECONDS, time),
                        Figure.of("floor", "the floor", Unit.SECONDS, floor),
                        Figure.of("ratio", "beside the floor", Unit.TIMES, time / floor, new Goal.AtMost(1.15)),
                        Figure.of("resident", "resident", Unit.MEGABYTES, resident, new Goal.AtMost(200))));
    }

    static Report report() {
        return new Report(MACHINE, List.of(burst(1_000, 5, 4, 150), burst(10_000, 46, 43, 190)));
    }
}
