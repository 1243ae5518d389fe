package dev.hopwise.measure;

import dev.hopwise.model.Resource;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.rollup.SeriesKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Calls, errors and durations per (service, span name, kind, status code), within the limits.
///
/// Once a series exists, a span costs one hash of its name and a few additions, and allocates
/// nothing. Not thread-safe.
final class RedTable {

  private static final byte[] UNKNOWN_SERVICE =
      Resource.UNKNOWN_SERVICE.getBytes(StandardCharsets.UTF_8);
  private static final int STATUS_CODES = StatusCode.values().length;

  /// How many series one name can have.
  private static final int PER_NAME = SpanKind.values().length * STATUS_CODES;

  private final MeasureLimits limits;
  private final SpanNames names;

  /// Series + 1 by name and kind and status code; 0 where there is none.
  private int[] table = new int[64 * PER_NAME];

  private final List<Series> series = new ArrayList<>();
  private int limitedCount;
  private int[] seriesByService = new int[16];

  /// Of the batch that was observed last: the service of each resource, the series of each span.
  private int[] services = new int[16];

  private int[] seriesOfSpan = new int[512];

  RedTable(MeasureLimits limits) {
    this.limits = limits;
    this.names = new SpanNames(limits);
  }

  SpanNames names() {
    return names;
  }

  /// Looks up the services of a batch, which {@link #services} then tells.
  void begin(SpanBatch batch) {
    findServices(batch);
    if (seriesOfSpan.length < batch.count) {
      seriesOfSpan = new int[batch.spanOffset.length];
    }
  }

  /// The services of the batch that was begun, by resource; not to be written to.
  int[] services() {
    return services;
  }

  private int serviceOf(SpanBatch batch, int span) {
    return services[batch.resourceOf(span)];
  }

  /// Counts the spans of the batch that was begun: first the series of all of them, then their
  /// durations, so that the look-ups of several spans wait for memory at the same time.
  ///
  /// @param weights how many spans each stands for
  void record(SpanBatch batch, long[] weights) {
    for (int span = 0; span < batch.count; span++) {
      seriesOfSpan[span] = seriesOf(batch, span);
    }
    for (int span = 0; span < batch.count; span++) {
      series.get(seriesOfSpan[span]).record(batch.durationNanos(span), weights[span]);
    }
  }

  private int seriesOf(SpanBatch batch, int span) {
    int service = serviceOf(batch, span);
    int name = names.numberOf(service, batch.bytes, batch.nameOffset[span], batch.nameLength[span]);
    int number = seriesNumber(name, batch.kind[span], batch.statusCode[span]);
    return number >= 0
        ? number
        : newSeries(service, name, batch.kind[span], batch.statusCode[span]);
  }

  /// Remembers the spans of a batch as examples of their series.
  ///
  /// @param observed whether it is the batch that was observed last
  void exemplars(SpanBatch kept, boolean observed, long epochNanos) {
    if (!observed) {
      findServices(kept);
    }
    for (int span = 0; span < kept.count; span++) {
      int number = observed ? seriesOfSpan[span] : find(kept, span);
      if (number >= 0) {
        series.get(number).exemplar(kept, span, epochNanos);
      }
    }
  }

  /// All series, those of one service together.
  List<SpanSeries> snapshot(Published published) {
    List<SpanSeries> all = new ArrayList<>(series.size());
    String[] services = new String[names.serviceCount()];
    for (int service = 0; service < services.length; service++) {
      services[service] = names.service(service);
    }
    for (Series each : series) {
      String service = services[names.serviceOf(each.name())];
      all.add(each.snapshot(service, names.name(each.name()), published));
    }
    return all;
  }

  /// What a series counts, by its number.
  SeriesKey.OfSpans key(int number) {
    Series each = series.get(number);
    return each.key(names.service(names.serviceOf(each.name())), names.name(each.name()));
  }

  /// The durations of a series, by its number.
  DurationHistogram durations(int number) {
    return series.get(number).durations();
  }

  /// Hands over published exemplars, beginning with those of a series, until there are enough.
  ///
  /// @param enough asked after each series
  /// @return the series to go on with, 0 behind the last one
  int exemplars(
      int fromSeries, Published published, Consumer<Exemplar> consumer, BooleanSupplier enough) {
    for (int number = fromSeries; number < series.size(); number++) {
      if (enough.getAsBoolean()) {
        return number;
      }
      Exemplars known = series.get(number).exemplars();
      if (known != null) {
        known.forEach(published, consumer);
      }
    }
    return 0;
  }

  /// Forgets the exemplars of some traces.
  void withdraw(Set<TraceId> traces) {
    for (Series each : series) {
      Exemplars known = each.exemplars();
      if (known != null) {
        known.withdraw(traces);
      }
    }
  }

  /// How many series there are, overflow series included.
  int seriesCount() {
    return series.size();
  }

  private void findServices(SpanBatch batch) {
    if (services.length < batch.resourceCount) {
      services = new int[batch.serviceNameOffset.length];
    }
    for (int r = 0; r < batch.resourceCount; r++) {
      int length = batch.serviceNameLength[r];
      services[r] =
          length == 0
              ? names.service(UNKNOWN_SERVICE, 0, UNKNOWN_SERVICE.length)
              : names.service(batch.bytes, batch.serviceNameOffset[r], length);
    }
  }

  private int find(SpanBatch batch, int span) {
    int name =
        names.find(
            serviceOf(batch, span), batch.bytes, batch.nameOffset[span], batch.nameLength[span]);
    return name < 0 ? name : seriesNumber(name, batch.kind[span], batch.statusCode[span]);
  }

  private int seriesNumber(int name, int kind, int status) {
    int place = name * PER_NAME + kind * STATUS_CODES + status;
    return place < table.length ? table[place] - 1 : -1;
  }

  private int newSeries(int service, int name, int kind, int status) {
    int other = names.otherOf(service);
    boolean limited = name != other;
    if (limited && !hasRoom(service)) {
      names.countOther(service);
      int number = seriesNumber(other, kind, status);
      return number < 0 ? newSeries(service, other, kind, status) : number;
    }
    if (limited) {
      limitedCount++;
      seriesByService[service]++;
    }
    int place = name * PER_NAME + kind * STATUS_CODES + status;
    if (place >= table.length) {
      table = Arrays.copyOf(table, Math.max(place + 1, table.length * 2));
    }
    series.add(new Series(name, SpanKind.ofNumber(kind), StatusCode.ofNumber(status)));
    table[place] = series.size();
    return series.size() - 1;
  }

  private boolean hasRoom(int service) {
    if (service >= seriesByService.length) {
      seriesByService = Arrays.copyOf(seriesByService, service * 2);
    }
    return limitedCount < limits.seriesMax()
        && seriesByService[service] < limits.serviceSeriesMax();
  }
}
