package dev.hopwise.server.ingest;

import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.record.DecisionLog;
import dev.hopwise.sample.record.DecisionLogOptions;
import dev.hopwise.sample.record.DecisionLogStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decisions in the log on disk. A log that cannot be written or read costs explanations, not
/// spans: it is told in the process's log and goes on.
public final class LoggedDecisions implements DecisionMemory {

  private static final Logger LOG = LoggerFactory.getLogger(LoggedDecisions.class);

  private final DecisionLog log;

  private LoggedDecisions(DecisionLog log) {
    this.log = log;
  }

  /// Opens the log in a folder, making it where there is none.
  ///
  /// @throws IOException when it cannot be read
  public static LoggedDecisions open(Path folder, DecisionLogOptions options, Clock clock)
      throws IOException {
    return new LoggedDecisions(DecisionLog.open(folder, options, clock));
  }

  @Override
  public void append(List<Decision> decisions) {
    try {
      log.append(decisions);
    } catch (IOException e) {
      LOG.error("decisions not logged decisions={}", decisions.size(), e);
    }
  }

  @Override
  public void appendMissing(List<Decision> decisions) {
    try {
      log.appendMissing(decisions);
    } catch (IOException e) {
      LOG.error("replayed decisions not logged decisions={}", decisions.size(), e);
    }
  }

  @Override
  public Optional<Decision> find(TraceId id) {
    try {
      return log.find(id);
    } catch (IOException e) {
      LOG.error("decision not found for want of its file trace={}", id, e);
      return Optional.empty();
    }
  }

  @Override
  public long newestEpochNanos() {
    return status().newestEpochNanos();
  }

  @Override
  public void scan(long fromEpochNanos, long toEpochNanos, Consumer<Decision> consumer) {
    try {
      log.scan(fromEpochNanos, toEpochNanos, consumer);
    } catch (IOException e) {
      LOG.error("decisions not read from the log", e);
    }
  }

  @Override
  public DecisionLogStatus status() {
    return log.status();
  }

  @Override
  public void keepHouse() {
    try {
      log.keepHouse();
    } catch (IOException e) {
      LOG.error("log of decisions", e);
    }
  }

  @Override
  public void close() {
    try {
      log.close();
    } catch (IOException e) {
      LOG.error("log of decisions not closed", e);
    }
  }
}
