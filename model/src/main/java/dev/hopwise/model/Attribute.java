package dev.hopwise.model;

/// One key with its value.
public record Attribute(String key, AttributeValue value) {}
