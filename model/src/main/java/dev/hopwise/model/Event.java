package dev.hopwise.model;

/// Something that happened during a span.
public record Event(
    long epochNanos, String name, Attributes attributes, int droppedAttributesCount) {}
