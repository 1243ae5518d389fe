package dev.hopwise.server.api;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.measure.FoldedNames;
import dev.hopwise.measure.ledger.KeyReading;
import dev.hopwise.measure.ledger.LedgerReading;
import dev.hopwise.query.QueryLimits;
import dev.hopwise.server.ledger.LedgerBook;
import dev.hopwise.server.ledger.LedgerEntry;
import dev.hopwise.store.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /api/v1/ledger`: what every attribute key costs.
public final class LedgerRoutes {

  private static final Duration RANGE_DEFAULT = Duration.ofHours(1);
  private static final int LIMIT_DEFAULT = 100;
  private static final int LIMIT_MAX = 5_000;

  private static final Comparator<LedgerEntry> BY_BYTES = by(KeyReading::bytes);
  private static final Comparator<LedgerEntry> BY_FLAGS =
      Comparator.comparing((LedgerEntry entry) -> entry.advice().flags().isEmpty())
          .thenComparing(BY_BYTES);

  private final LedgerBook book;
  private final Supplier<List<FoldedNames>> folded;
  private final QueryLimits limits;
  private final InstantSource clock;

  /// @param folded the services with too many span names, as they are measured
  /// @param limits how long an answer may take
  public LedgerRoutes(
      LedgerBook book,
      Supplier<List<FoldedNames>> folded,
      QueryLimits limits,
      InstantSource clock) {
    this.book = book;
    this.folded = folded;
    this.limits = limits;
    this.clock = clock;
  }

  /// Mounts it on the UI's port.
  public void addTo(ServerBuilder server) {
    QueryRunner runner = new QueryRunner(limits, Problem::of);
    server.route().get("/api/v1/ledger").build(runner.service(this::ledger));
  }

  private HttpResponse ledger(Parameters parameters) throws IOException {
    @Nullable String asked = parameters.text("service");
    String service = asked == null ? "" : asked;
    Instant now = clock.instant();
    TimeRange range = parameters.range(now.minus(RANGE_DEFAULT), now);
    Comparator<LedgerEntry> order = order(parameters.text("order"));
    int limit = parameters.integer("limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
    LedgerReading reading =
        book.read(
            service,
            Parameters.instant(range.fromEpochNanos()),
            Parameters.instant(range.toEpochNanos()));
    List<LedgerEntry> entries = reading.keys().stream().map(book::entry).sorted(order).toList();
    List<FoldedNames> names =
        folded.get().stream()
            .filter(each -> service.isEmpty() || each.service().equals(service))
            .toList();
    Instant queriesSince = book.queried().since();
    return Json.ok(
        json -> new LedgerJson(json).write(reading, entries, limit, names, queriesSince));
  }

  private static Comparator<LedgerEntry> order(@Nullable String text) {
    return switch (text) {
      case null -> BY_FLAGS;
      case "flags" -> BY_FLAGS;
      case "bytes" -> BY_BYTES;
      case "spans" -> by(KeyReading::spans);
      case "distinct" -> by(KeyReading::distinct);
      default ->
          throw new BadParameterException(
              "order", "order is none of flags, bytes, spans and distinct");
    };
  }

  /// The highest first.
  private static Comparator<LedgerEntry> by(java.util.function.ToLongFunction<KeyReading> figure) {
    return Comparator.comparingLong((LedgerEntry entry) -> figure.applyAsLong(entry.reading()))
        .reversed()
        .thenComparing(entry -> entry.reading().service())
        .thenComparing(entry -> entry.reading().scope())
        .thenComparing(entry -> entry.reading().key());
  }
}
