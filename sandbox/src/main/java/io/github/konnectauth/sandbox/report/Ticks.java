package io.github.konnectauth.sandbox.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Round numbers along an axis.
 *
 * @param step between two: 1, 2 or 5 times a power of ten
 * @param count how many steps there are
 */
record Ticks(double step, int count) {

    private static final int FEWEST = 5;

    /** From zero to the first round number that is not below the greatest value; five to ten steps or so. */
    static Ticks upTo(double greatest) {
        if (!(greatest > 0)) {
            return new Ticks(1, 1);
        }
        var power = Math.pow(10, Math.floor(Math.log10(greatest / FEWEST)));
        var wanted = greatest / FEWEST / power;
        var step = (wanted >= 5 ? 5 : wanted >= 2 ? 2 : 1) * power;
        return new Ticks(step, (int) Math.ceil(greatest / step - 1e-9));
    }

    double end() {
        return step * count;
    }

    List<Double> values() {
        return IntStream.rangeClosed(0, count).mapToObj(number -> number * step).toList();
    }
}
