package io.github.konnectauth.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What came out.
 *
 * @param plan what was asked for
 * @param kubernetes the API server's version
 * @param ready from the start of the process until it was ready
 * @param memoryIdle in MiB, some seconds later
 * @param oneByOne from before a creation until the resource was seen to be valid
 * @param floor creating all and storing the same status, without an operator
 * @param all creating all, until the last was seen to be valid
 * @param processorTime that the operator used meanwhile
 * @param memoryAfter in MiB, right after
 * @param identityCalls that Konnect got meanwhile
 * @param regionCalls that Konnect got meanwhile
 */
record Measurements(
        LoadPlan plan,
        String kubernetes,
        Duration ready,
        OptionalLong memoryIdle,
        Samples oneByOne,
        Duration floor,
        Duration all,
        Duration processorTime,
        OptionalLong memoryAfter,
        long identityCalls,
        long regionCalls) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Table table() {
        var count = plan.resources();
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("start until ready, empty cluster", seconds(ready)));
        rows.add(List.of("resident memory, idle", memory(memoryIdle)));
        rows.add(List.of("one resource until True, p50 of " + plan.oneByOne(), millis(oneByOne.percentile(50))));
        rows.add(List.of("one resource until True, p99 of " + plan.oneByOne(), millis(oneByOne.percentile(99))));
        rows.add(List.of("the first of them", millis(oneByOne.first())));
        rows.add(List.of("floor: " + count + " created and stored, no operator", timeAndRate(floor)));
        rows.add(List.of(count + " resources until all are True", timeAndRate(all)));
        rows.add(List.of("ratio to the floor", decimal("%.2f", ratio())));
        rows.add(List.of("processor time of the operator", seconds(processorTime)));
        rows.add(List.of("resident memory, after", memory(memoryAfter)));
        rows.add(List.of("calls to Konnect: identity", String.valueOf(identityCalls)));
        rows.add(List.of("calls to Konnect: control planes", String.valueOf(regionCalls)));
        return new Table(List.of("Measure", "Value"), rows);
    }

    /** Under what circumstances, in a line. */
    String circumstances() {
        return "kube-apiserver " + kubernetes + ", Konnect answers after "
                + plan.latency().toMillis() + " ms, "
                + Runtime.getRuntime().availableProcessors() + " processors for all, " + LoadPlan.CALLERS
                + " creations at once; operator: java " + Runtime.version().feature()
                + options(plan.javaOptions()) + options(plan.operatorOptions()) + "\n";
    }

    private static String options(List<String> options) {
        return options.isEmpty() ? "" : " " + String.join(" ", options);
    }

    /** All numbers, in milliseconds and MiB. */
    String json() throws JsonProcessingException {
        var numbers = new LinkedHashMap<String, Object>();
        numbers.put("kubernetes", kubernetes);
        numbers.put("java", Runtime.version().toString());
        numbers.put("processors", Runtime.getRuntime().availableProcessors());
        numbers.put("javaOptions", plan.javaOptions());
        numbers.put("operatorOptions", plan.operatorOptions());
        numbers.put("latencyMillis", plan.latency().toMillis());
        numbers.put("readyMillis", ready.toMillis());
        memoryIdle.ifPresent(mebibytes -> numbers.put("memoryIdleMiB", mebibytes));
        numbers.put("oneByOne", oneByOneNumbers());
        numbers.put("resources", plan.resources());
        numbers.put("floorMillis", floor.toMillis());
        numbers.put("allMillis", all.toMillis());
        numbers.put("ratioToFloor", ratio());
        numbers.put("processorMillis", processorTime.toMillis());
        memoryAfter.ifPresent(mebibytes -> numbers.put("memoryAfterMiB", mebibytes));
        numbers.put("identityCalls", identityCalls);
        numbers.put("controlPlaneCalls", regionCalls);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(numbers) + "\n";
    }

    private Map<String, Object> oneByOneNumbers() {
        var numbers = new LinkedHashMap<String, Object>();
        numbers.put("count", plan.oneByOne());
        numbers.put("firstMillis", oneByOne.first().toMillis());
        numbers.put("p50Millis", oneByOne.percentile(50).toMillis());
        numbers.put("p99Millis", oneByOne.percentile(99).toMillis());
        return numbers;
    }

    private double ratio() {
        return (double) all.toNanos() / Math.max(1, floor.toNanos());
    }

    private String timeAndRate(Duration time) {
        return seconds(time) + decimal(" (%.0f a second)", plan.resources() * 1e9 / Math.max(1, time.toNanos()));
    }

    private static String seconds(Duration time) {
        return decimal("%.2f s", time.toNanos() / 1e9);
    }

    private static String millis(Duration time) {
        return time.toMillis() + " ms";
    }

    private static String memory(OptionalLong mebibytes) {
        return mebibytes.isPresent() ? mebibytes.getAsLong() + " MiB" : "not known here";
    }

    private static String decimal(String form, double number) {
        return String.format(Locale.ROOT, form, number);
    }
}
