package dev.hopwise.sample.trial;

import dev.hopwise.sample.TrafficShare;
import dev.hopwise.sample.buffer.BufferLimits;
import dev.hopwise.sample.buffer.DecidedBefore;

/// How a trial is made.
///
/// @param share the traces that are looked at
/// @param buffer of each of the two policies
/// @param before what was decided about traces before the trial begins; later decisions are left
///   out
/// @param startEpochNanos from where on traffic is seen
/// @param fromEpochNanos from where on it counts: what lies between only warms the engines up
public record TrialSettings(
    TrafficShare share,
    BufferLimits buffer,
    DecidedBefore before,
    long startEpochNanos,
    long fromEpochNanos) {}
