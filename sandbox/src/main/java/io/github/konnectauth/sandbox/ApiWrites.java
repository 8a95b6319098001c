package io.github.konnectauth.sandbox;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How often the API server was asked to write something, as it counts that itself, leases left out.
 *
 * @param counts by what was written, such as {@code PUT konnectapiauthconfigurations/status}
 */
record ApiWrites(Map<String, Long> counts) {

    private static final Set<String> VERBS = Set.of("POST", "PUT", "PATCH", "APPLY", "DELETE", "DELETECOLLECTION");
    private static final Pattern ROW = Pattern.compile("apiserver_request_total\\{(.*)} (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    ApiWrites {
        counts = Map.copyOf(counts);
    }

    /** Reads the API server's {@code /metrics}. */
    static ApiWrites in(String metrics) {
        var counts = new TreeMap<String, Long>();
        for (var row = ROW.matcher(metrics); row.find(); ) {
            var labels = new TreeMap<String, String>();
            LABEL.matcher(row.group(1)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
            var verb = labels.getOrDefault("verb", "");
            var resource = labels.getOrDefault("resource", "");
            if (VERBS.contains(verb) && !resource.equals("leases")) {
                var part = labels.getOrDefault("subresource", "");
                var what = verb + " " + resource + (part.isEmpty() ? "" : "/" + part);
                counts.merge(what, Math.round(Double.parseDouble(row.group(2))), Long::sum);
            }
        }
        return new ApiWrites(counts);
    }

    /** What came since then. */
    ApiWrites since(ApiWrites earlier) {
        var news = new TreeMap<String, Long>();
        counts.forEach((what, count) -> {
            var more = count - earlier.counts.getOrDefault(what, 0L);
            if (more != 0) {
                news.put(what, more);
            }
        });
        return new ApiWrites(news);
    }

    /** Of the operator's own: questions about rights are sent like writes and store nothing. */
    long total() {
        return counts.entrySet().stream()
                .filter(each -> !each.getKey().contains("reviews"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    long statuses() {
        return counts.entrySet().stream()
                .filter(each -> each.getKey().endsWith(KonnectKind.PLURAL + "/status"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** All of them, for people. */
    String text() {
        return counts.isEmpty() ? "none" : new TreeMap<>(counts).toString();
    }
}
