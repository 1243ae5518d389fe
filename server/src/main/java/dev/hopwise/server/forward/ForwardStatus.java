package dev.hopwise.server.forward;

import dev.hopwise.server.deliver.DeliveryStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What became of the spans that were to be sent on. `offered = sent + Σ dropped + queued` at every
/// moment.
///
/// @param queuedSpans waiting or on the way
/// @param queuedBytes of them, before compression
/// @param dropped spans by reason
/// @param requests that were answered with success
/// @param retries attempts that had to be repeated
/// @param lastError what went wrong last, for people; null when nothing did
/// @param lastErrorAt when, RFC 3339
public record ForwardStatus(
    String endpoint,
    long offered,
    long sent,
    long queuedSpans,
    long queuedBytes,
    Map<String, Long> dropped,
    long requests,
    long retries,
    @Nullable String lastError,
    @Nullable String lastErrorAt) {

  static ForwardStatus of(DeliveryStatus status) {
    return new ForwardStatus(
        status.endpoint(),
        status.offered(),
        status.sent(),
        status.queuedItems(),
        status.queuedBytes(),
        status.dropped(),
        status.requests(),
        status.retries(),
        status.lastError(),
        status.lastErrorAt());
  }
}
