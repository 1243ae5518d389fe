package dev.hopwise.model;

import org.jspecify.annotations.Nullable;

/// Why a kept span was kept: one for each trace.
///
/// @param rule the name of the policy's rule that matched
/// @param trigger what made the trace be decided: `quiet`, `timeout`, `size`, `memory`,
///   `immediate`, `late`, `promoted`, `reach-back` or `shutdown`
/// @param probability with which a trace like this one is kept after all of it has arrived, above 0
///   and at most 1; what the head did before is not in it
/// @param windowId the incident window that kept it, or null
public record KeepMark(
    String rule, String trigger, double probability, @Nullable String windowId) {}
