package io.github.konnectauth.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Asks the API server for a resource as {@code kubectl get} does. */
final class TableSource {

    /** What kubectl sends: a table if the server can make one, else the resource. */
    private static final String ACCEPT = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;
    private final Clock clock;

    TableSource(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** The table of one resource: the server's own, or made from its CRD's columns where the server makes none. */
    Table of(String namespace, String name) throws SandboxFailure, InterruptedException {
        var answer = ask(KonnectKind.path(namespace) + "/" + name);
        return answer.path("kind").asText().equals("Table") ? fromServer(answer) : fromColumns(answer, name);
    }

    private JsonNode ask(String path) throws SandboxFailure, InterruptedException {
        var http = client.getHttpClient();
        var request = http.newHttpRequestBuilder()
                .uri(URI.create(Connection.address(client) + path))
                .header("Accept", ACCEPT)
                .build();
        try {
            var answer = http.sendAsync(request, String.class).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.code() != 200) {
                throw new SandboxFailure("The API server answers " + answer.code() + " for " + path + ".");
            }
            return JSON.readTree(answer.body());
        } catch (ExecutionException | TimeoutException | JsonProcessingException e) {
            throw new SandboxFailure("The API server gives no answer for " + path + ": " + e, e);
        }
    }

    private static Table fromServer(JsonNode table) {
        var definitions = list(table.path("columnDefinitions"));
        var shown = IntStream.range(0, definitions.size())
                .filter(column -> definitions.get(column).path("priority").asInt() == 0)
                .toArray();
        return new Table(
                IntStream.of(shown)
                        .mapToObj(column -> definitions.get(column).path("name").asText())
                        .toList(),
                list(table.path("rows")).stream()
                        .map(row -> IntStream.of(shown)
                                .mapToObj(column -> row.path("cells").path(column))
                                .map(TableSource::cell)
                                .toList())
                        .toList());
    }

    private static String cell(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "" : value.asText();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private Table fromColumns(JsonNode resource, String name) {
        var columns = client
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(KonnectKind.CRD)
                .require()
                .getSpec()
                .getVersions()
                .stream()
                .filter(version -> version.getName().equals(KonnectKind.VERSION))
                .flatMap(version -> version.getAdditionalPrinterColumns().stream())
                .filter(TableSource::isShown)
                .toList();
        var names = new ArrayList<>(List.of("Name"));
        var row = new ArrayList<>(List.of(name));
        for (var column : columns) {
            names.add(column.getName());
            row.add(cell(resource, column));
        }
        return new Table(names, List.of(row));
    }

    private static boolean isShown(CustomResourceColumnDefinition column) {
        return column.getPriority() == null || column.getPriority() == 0;
    }

    private String cell(JsonNode resource, CustomResourceColumnDefinition column) {
        var text = cell(ColumnPath.at(resource, column.getJsonPath()));
        return column.getType().equals("date") && !text.isEmpty()
                ? AgeText.of(Duration.between(Instant.parse(text), clock.instant()))
                : text;
    }
}
