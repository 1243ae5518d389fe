package dev.hopwise.server.telemetry;

import dev.hopwise.measure.HistogramSnapshot;
import dev.hopwise.server.deliver.DeliveryStatus;
import dev.hopwise.server.exemplar.AuditCounts;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;

/// What the server knows of its own work up to one moment.
///
/// @param stages how long each took
/// @param requestBytes of bodies in memory
/// @param requestBytesMax as `receive.queue-bytes` says
/// @param audit of exemplars
/// @param push by target; empty where nothing is pushed
/// @param gcPauses by collector
/// @param heap of the JVM
public record TelemetrySnapshot(
    Map<Stage, HistogramSnapshot> stages,
    long requestBytes,
    long requestBytesMax,
    AuditCounts audit,
    Map<String, DeliveryStatus> push,
    Map<String, HistogramSnapshot> gcPauses,
    MemoryUsage heap,
    int threads) {

  /// Puts together what the parts say and the JVM.
  public static TelemetrySnapshot of(
      StageTimes stages,
      long requestBytes,
      long requestBytesMax,
      AuditCounts audit,
      Map<String, DeliveryStatus> push,
      GcWatch gc) {
    return new TelemetrySnapshot(
        stages.snapshot(),
        requestBytes,
        requestBytesMax,
        audit,
        push,
        gc.snapshot(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage(),
        ManagementFactory.getThreadMXBean().getThreadCount());
  }
}
