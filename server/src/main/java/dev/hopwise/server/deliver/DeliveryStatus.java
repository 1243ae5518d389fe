package dev.hopwise.server.deliver;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What became of what was to be sent. `offered = sent + Σ dropped + queued` at every moment, in
/// items: spans or data points.
///
/// @param queuedItems waiting or on the way
/// @param queuedBytes of them, before compression
/// @param dropped items by reason
/// @param requests that were answered with success
/// @param retries attempts that had to be repeated
/// @param lastError what went wrong last, for people; null when nothing did
/// @param lastErrorAt when, RFC 3339
public record DeliveryStatus(
    String endpoint,
    long offered,
    long sent,
    long queuedItems,
    long queuedBytes,
    Map<String, Long> dropped,
    long requests,
    long retries,
    @Nullable String lastError,
    @Nullable String lastErrorAt) {}
