package dev.hopwise.simulate;

import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects the spans of one request and says which of them are late or lost.
final class RequestRecorder {

  /// What a batching exporter waits at most, in nanoseconds.
  private static final long BATCHING_NANOS = 500_000_000;

  private final Schedule schedule;
  private final SpanMaker maker;
  private final String tenant;
  private final List<SimulatedSpan> spans = new ArrayList<>();
  private final Map<TraceId, TraceRecorder> traces = new LinkedHashMap<>();

  /// @param entry the trace that comes first
  RequestRecorder(Schedule schedule, SpanMaker maker, String tenant, TraceId entry) {
    this.schedule = schedule;
    this.maker = maker;
    this.tenant = tenant;
    traces.put(entry, new TraceRecorder(entry));
  }

  void record(Visit visit) {
    Span span = maker.span(visit, tenant);
    TraceRecorder trace = traces.computeIfAbsent(span.traceId(), TraceRecorder::new);
    String service = visit.place().service().name();
    if (isLost(service, visit)) {
      trace.lost(span);
      return;
    }
    long late = lateNanos(service, visit);
    long batching = (long) (Dice.of(visit.position().spanId(), 0) * BATCHING_NANOS);
    spans.add(new SimulatedSpan(span, visit.end() + batching + late));
    trace.sent(span, late > 0, visit.error());
  }

  List<SimulatedSpan> spans() {
    return spans;
  }

  List<TraceTruth> truths() {
    return traces.values().stream().map(TraceRecorder::truth).toList();
  }

  private boolean isLost(String service, Visit visit) {
    for (int i = 0; i < schedule.faults().size(); i++) {
      if (schedule.faults().get(i) instanceof Fault.Lost lost
          && lost.service().equals(service)
          && schedule.isOn(lost, visit.end())
          && Dice.of(visit.position().spanId(), i + 1) < lost.share()) {
        return true;
      }
    }
    return false;
  }

  /// Of a trace either all or none of the service's spans are late.
  private long lateNanos(String service, Visit visit) {
    long late = 0;
    for (int i = 0; i < schedule.faults().size(); i++) {
      if (schedule.faults().get(i) instanceof Fault.Late later
          && later.service().equals(service)
          && schedule.isOn(later, visit.end())
          && Dice.of(visit.position().traceId().high(), i + 1) < later.share()) {
        late += later.by().toNanos();
      }
    }
    return late;
  }
}
