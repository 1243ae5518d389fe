package dev.hopwise.server.telemetry;

import dev.hopwise.measure.DurationRecorder;
import dev.hopwise.measure.HistogramSnapshot;
import java.util.EnumMap;
import java.util.Map;

/// How long each stage took, since the start. Any thread.
public final class StageTimes {

  private final Map<Stage, DurationRecorder> recorders = new EnumMap<>(Stage.class);

  public StageTimes() {
    for (Stage stage : Stage.values()) {
      recorders.put(stage, new DurationRecorder());
    }
  }

  /// Counts one.
  public void record(Stage stage, long nanos) {
    DurationRecorder recorder = recorders.get(stage);
    if (recorder != null) {
      recorder.record(nanos);
    }
  }

  /// All up to now.
  public Map<Stage, HistogramSnapshot> snapshot() {
    Map<Stage, HistogramSnapshot> snapshot = new EnumMap<>(Stage.class);
    recorders.forEach((stage, recorder) -> snapshot.put(stage, recorder.snapshot()));
    return snapshot;
  }
}
