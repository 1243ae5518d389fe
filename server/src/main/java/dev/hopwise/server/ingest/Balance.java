package dev.hopwise.server.ingest;

import dev.hopwise.receive.RefusalReason;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Counts every span from its arrival to its end, so that none can disappear.
///
/// Each method moves spans from one account to another in one step under one lock, which is what
/// makes the equation of {@link BalanceSnapshot} hold at every moment. A handful of additions per
/// request.
public final class Balance {

  /// The store threw while it was given the spans.
  static final String FAILED_STORE = "store";

  private final Map<String, Long> refused = new HashMap<>();
  private final Map<String, Long> failed = new HashMap<>();
  private final Map<String, Long> refusedRequests = new HashMap<>();
  private long received;
  private long sampledOut;
  private long stored;
  private long pending;
  private long replayed;

  /// A request was decoded: the accepted spans are pending now.
  synchronized void decoded(long accepted, Map<RefusalReason, Long> refusedByReason) {
    received += accepted;
    pending += accepted;
    refusedByReason.forEach(this::refuse);
  }

  /// The same for a record of the journal.
  synchronized void replayed(long accepted, Map<RefusalReason, Long> refusedByReason) {
    long before = received;
    decoded(accepted, refusedByReason);
    replayed += received - before;
  }

  /// A request could not be decoded.
  synchronized void undecodable(RequestFault fault, long spansSeen) {
    refuse(RefusalReason.MALFORMED, spansSeen);
    refusedRequest(fault);
  }

  /// Pending spans went back to the sender.
  synchronized void sentBack(long spans) {
    pending -= spans;
    received -= spans;
    refuse(RefusalReason.OVERLOADED, spans);
    refusedRequest(RequestFault.OVERLOADED);
  }

  /// Pending spans were decided and stored.
  synchronized void settled(long storedSpans, long sampledOutSpans) {
    pending -= storedSpans + sampledOutSpans;
    stored += storedSpans;
    sampledOut += sampledOutSpans;
  }

  /// Spans that were sampled out are pending once more. What an earlier process sampled out was
  /// never counted here, and counts as replayed.
  synchronized void recalled(long spans) {
    long here = Math.min(spans, sampledOut);
    sampledOut -= here;
    received += spans - here;
    replayed += spans - here;
    pending += spans;
  }

  /// Pending spans were lost.
  synchronized void failed(String reason, long spans) {
    if (spans > 0) {
      pending -= spans;
      failed.merge(reason, spans, Long::sum);
    }
  }

  /// A request was turned away before anybody looked for spans in it.
  public synchronized void refusedRequest(RequestFault fault) {
    refusedRequests.merge(fault.key(), 1L, Long::sum);
  }

  /// All accounts at this moment.
  public synchronized BalanceSnapshot snapshot() {
    return new BalanceSnapshot(
        received, refused, sampledOut, stored, failed, pending, refusedRequests, replayed);
  }

  private void refuse(RefusalReason reason, long spans) {
    if (spans > 0) {
      received += spans;
      refused.merge(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), spans, Long::sum);
    }
  }
}
