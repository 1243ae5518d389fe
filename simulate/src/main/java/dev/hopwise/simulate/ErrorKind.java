package dev.hopwise.simulate;

/// Errors that look the same: what a policy under pressure keeps one example of.
public record ErrorKind(String service, String spanName, String errorType) {}
