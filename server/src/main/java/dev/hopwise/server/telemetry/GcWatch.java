package dev.hopwise.server.telemetry;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.hopwise.measure.DurationRecorder;
import dev.hopwise.measure.HistogramSnapshot;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/// How long the garbage collector has stopped this process, by collector. The JVM tells whole
/// milliseconds.
public final class GcWatch implements AutoCloseable {

  /// Of the concurrent collectors these span a whole cycle, during which the program runs on.
  private static final String CYCLES = "Cycles";

  private final Map<String, DurationRecorder> pauses = new TreeMap<>();
  private final NotificationListener listener = (notification, _) -> take(notification);

  /// Begins to listen.
  public GcWatch() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter
          && !collector.getName().endsWith(CYCLES)) {
        pauses.put(collector.getName(), new DurationRecorder());
        emitter.addNotificationListener(listener, null, null);
      }
    }
  }

  /// All up to now.
  Map<String, HistogramSnapshot> snapshot() {
    Map<String, HistogramSnapshot> snapshot = new TreeMap<>();
    pauses.forEach((collector, recorder) -> snapshot.put(collector, recorder.snapshot()));
    return snapshot;
  }

  @Override
  public void close() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (pauses.containsKey(collector.getName())
          && collector instanceof NotificationEmitter emitter) {
        try {
          emitter.removeNotificationListener(listener);
        } catch (ListenerNotFoundException e) {
          throw new IllegalStateException("was added by the constructor", e);
        }
      }
    }
  }

  private void take(Notification notification) {
    if (notification
            .getType()
            .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
        && notification.getUserData() instanceof CompositeData data) {
      var info = GarbageCollectionNotificationInfo.from(data);
      DurationRecorder recorder = pauses.get(info.getGcName());
      if (recorder != null) {
        recorder.record(TimeUnit.MILLISECONDS.toNanos(info.getGcInfo().getDuration()));
      }
    }
  }
}
