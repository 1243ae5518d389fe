package dev.hopwise.measure;

/// A service with more span names, or series, than are measured one by one.
///
/// @param service the offender; {@link MeasureLimits#OTHER} for all services beyond the limit
/// @param example the first span name that was folded; empty where names were not the reason
/// @param names how many it has, templates included
/// @param templatedSpans spans measured under a template, not weighted
/// @param otherSpans spans measured under {@link MeasureLimits#OTHER}, not weighted
public record FoldedNames(
    String service, String example, int names, long templatedSpans, long otherSpans) {}
