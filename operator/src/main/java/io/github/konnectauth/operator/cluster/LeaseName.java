package io.github.konnectauth.operator.cluster;

/** Which lease the processes share of which one works at a time. */
public record LeaseName(String namespace, String name) {}
