package dev.hopwise.sample;

/// What kind of failure a span shows: what the budget never gives up the first traces of.
///
/// @param service the service whose span failed
/// @param spanName the span's name
/// @param errorType `error.type`, `exception.type`, the status code, or empty where the span says
///   none of them
public record ErrorKind(String service, String spanName, String errorType) {}
