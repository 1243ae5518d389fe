package dev.hopwise.query.series;

import dev.hopwise.query.QueryService;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.rollup.Resolution;
import dev.hopwise.store.rollup.RollupStore;
import dev.hopwise.traceql.MetricsExpression.Measured;
import dev.hopwise.traceql.series.Room;
import dev.hopwise.traceql.series.SeriesEvaluator;
import dev.hopwise.traceql.series.SeriesGrid;
import dev.hopwise.traceql.series.SeriesLabel;
import dev.hopwise.traceql.series.SeriesMaker;
import dev.hopwise.traceql.series.SeriesMath;
import dev.hopwise.traceql.series.TimeSeries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Answers metrics queries. Blocks, takes its turn and can be interrupted like every question of
/// {@link QueryService}.
///
/// Functions that count spans by what rollups know are answered from these: they have counted all
/// spans, before any was dropped. Whatever else is answered from stored spans, as {@link
/// SeriesEvaluator} says.
public final class SeriesQueries {

  private static final int SERIES_READ_MAX = 10_000;
  private static final long BYTES_MAX = 64L << 20;
  private static final int EXEMPLARS_OF_SERIES_MAX = 20;

  private final QueryService queries;
  private final RollupStore rollups;

  public SeriesQueries(QueryService queries, RollupStore rollups) {
    this.queries = queries;
    this.rollups = rollups;
  }

  /// The service whose turn it takes.
  public QueryService queries() {
    return queries;
  }

  /// The answer.
  ///
  /// @throws dev.hopwise.query.QueryRefusedException when it cannot be run now, or was cancelled
  public SeriesAnswer answer(SeriesQuestion question) {
    return queries.ask(question.query().fields(), store -> new Run(store, question).answer());
  }

  private final class Run {
    private final SpanStore store;
    private final SeriesQuestion question;
    private final SeriesGrid grid;
    private final Progress progress = new Progress(queries.clock(), queries.limits().timeLimit());
    private final Room room = new Room(SERIES_READ_MAX, BYTES_MAX);

    Run(SpanStore store, SeriesQuestion question) {
      this.store = store;
      this.question = question;
      this.grid = question.grid();
    }

    SeriesAnswer answer() {
      Map<Measured, List<TimeSeries>> known = new HashMap<>();
      List<List<TimeSeries>> measured = new ArrayList<>();
      for (Measured each : question.query().measured()) {
        Measured bare = new Measured(each.pipeline(), each.function(), List.of());
        measured.add(known.computeIfAbsent(bare, this::series));
      }
      List<TimeSeries> series =
          SeriesEvaluator.sorted(SeriesMath.result(question.query().expression(), grid, measured));
      List<TimeSeries> told = series.subList(0, Math.min(series.size(), question.seriesMax()));
      fellShort(series.size(), told.size());
      return new SeriesAnswer(
          grid,
          withExemplars(told),
          series.size(),
          progress.source(),
          progress.resolutionSeconds(),
          List.copyOf(progress.shortcomings()),
          Math.max(grid.fromEpochNanos(), progress.completeFromEpochNanos()),
          progress.traces(),
          progress.spans(),
          progress.bytes(),
          progress.elapsed());
    }

    private void fellShort(int series, int told) {
      if (room.spansLeftOut() > 0) {
        progress.fellShort(
            "there are more series, or values, than can be held; "
                + room.spansLeftOut()
                + " were left out");
      }
      if (series > told) {
        progress.fellShort("of " + series + " series the largest " + told + " are told");
      }
    }

    private List<TimeSeries> withExemplars(List<TimeSeries> series) {
      int each = Math.ceilDiv(question.exemplarsMax(), Math.max(1, series.size()));
      int left = question.exemplarsMax();
      List<TimeSeries> result = new ArrayList<>();
      for (TimeSeries one : series) {
        TimeSeries with = one.withExemplars(grid, Math.min(each, left));
        left -= with.exemplars().size();
        result.add(with);
      }
      return result;
    }

    private List<TimeSeries> series(Measured measured) {
      @Nullable List<TimeSeries> counted = fromRollups(measured);
      if (counted != null) {
        return question.exemplarsMax() == 0 ? counted : withTraces(measured, counted);
      }
      SeriesMaker maker = SeriesEvaluator.maker(measured, grid, room, exemplarsOfSeries());
      new TraceReader(store, progress).read(measured.pipeline(), grid, maker);
      progress.readStore(0, 0);
      return maker.series();
    }

    private int exemplarsOfSeries() {
      return Math.min(question.exemplarsMax(), EXEMPLARS_OF_SERIES_MAX);
    }

    private @Nullable List<TimeSeries> fromRollups(Measured measured) {
      @Nullable RollupPlan plan = RollupPlan.of(measured);
      @Nullable Resolution resolution =
          plan == null ? null : RollupRange.of(grid, rollups, store.status());
      if (plan == null || resolution == null) {
        return null;
      }
      Room ofRollups = new Room(SERIES_READ_MAX, BYTES_MAX);
      RollupSeries reader = new RollupSeries(plan, grid, resolution.seconds(), ofRollups);
      try {
        rollups.scan(
            resolution,
            resolution.floor(Math.floorDiv(grid.fromEpochNanos(), 1_000_000_000L)),
            Math.ceilDiv(grid.toEpochNanos(), 1_000_000_000L),
            reader);
      } catch (RollupSeries.UnclearException _) {
        return null;
      }
      if (ofRollups.spansLeftOut() > 0) {
        progress.fellShort("there are more series than can be held");
      }
      progress.readRollups(resolution.seconds());
      return reader.series();
    }

    /// Rollups know no traces: the newest ones of the store are exemplars.
    private List<TimeSeries> withTraces(Measured measured, List<TimeSeries> counted) {
      Progress aside = new Progress(queries.clock(), progress.timeLeft());
      SeriesMaker maker =
          SeriesEvaluator.maker(
              measured, grid, new Room(SERIES_READ_MAX, BYTES_MAX), exemplarsOfSeries());
      new TraceReader(store, aside)
          .readSome(measured.pipeline(), grid, question.exemplarsMax(), maker);
      Map<List<SeriesLabel>, TimeSeries> examples =
          maker.series().stream()
              .collect(Collectors.toMap(TimeSeries::labels, each -> each, (a, _) -> a));
      return counted.stream()
          .map(each -> {
            @Nullable TimeSeries example = examples.get(each.labels());
            return example == null ? each : each.withExemplars(example.exemplars());
          })
          .toList();
    }
  }
}
