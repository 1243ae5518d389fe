package dev.hopwise.server.ingest;

import dev.hopwise.sample.AttributeRule;

/// How often attributes of one key were taken out or hashed.
///
/// @param count since the process started
public record AttributeCount(String key, AttributeRule.Action action, long count) {}
