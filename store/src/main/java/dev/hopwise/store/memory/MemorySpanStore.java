package dev.hopwise.store.memory;

import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.store.JournalPosition;
import dev.hopwise.store.JournalProgress;
import dev.hopwise.store.SearchPage;
import dev.hopwise.store.SearchRequest;
import dev.hopwise.store.SearchRequest.Place;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.StoreStatus;
import dev.hopwise.store.StoredTrace;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.ValueList;
import dev.hopwise.store.ValuesRequest;
import dev.hopwise.store.ValuesRequest.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The reference: keeps every span and looks at all of them for every question. For tests, and as
/// the oracle that other stores are compared with.
///
/// Its memory is taken for the durable medium: {@link #flush} commits, {@link #close} forgets. Time
/// limits are not looked at.
public final class MemorySpanStore implements SpanStore {

  private final SpanDecoder decoder = new SpanDecoder();
  private final List<Span> spans = new ArrayList<>();
  private JournalProgress progress = new JournalProgress(JournalPosition.START);
  private JournalPosition committed = JournalPosition.START;

  @Override
  public synchronized void append(SpanBatch batch, JournalPosition upTo) {
    boolean taken = false;
    try {
      spans.addAll(decoder.decode(batch));
      taken = true;
    } finally {
      progress.ended(upTo, taken);
    }
  }

  @Override
  public synchronized JournalPosition committed() {
    return committed;
  }

  @Override
  public synchronized void flush() {
    committed = progress.safe();
  }

  @Override
  public synchronized void close() {
    spans.clear();
    progress = new JournalProgress(JournalPosition.START);
    committed = JournalPosition.START;
  }

  /// Every span as it was appended, repeated ones included.
  public synchronized List<Span> spans() {
    return List.copyOf(spans);
  }

  @Override
  public Optional<StoredTrace> findTrace(TraceId id, TimeRange hint) {
    return SpanIdentity.trace(id, spans().stream().filter(s -> s.traceId().equals(id)), 1);
  }

  @Override
  public SearchPage search(SearchRequest request) {
    List<Span> all = spans();
    List<Place> places =
        newestMatches(all, request).entrySet().stream()
            .map(e -> new Place(e.getValue(), e.getKey()))
            .filter(p -> request.after() == null || p.compareTo(request.after()) > 0)
            .sorted()
            .toList();
    boolean more = places.size() > request.limit();
    return new SearchPage(
        more ? places.subList(0, request.limit()) : places,
        more,
        false,
        more
            ? places.get(request.limit()).newestStartEpochNanos() + 1
            : request.range().fromEpochNanos(),
        all.size(),
        0,
        1,
        0);
  }

  private static Map<TraceId, Long> newestMatches(List<Span> all, SearchRequest request) {
    return all.stream()
        .filter(span -> request.range().contains(span.startEpochNanos()))
        .filter(span -> SpanMatcher.matches(request.filter(), span))
        .collect(
            Collectors.toMap(
                Span::traceId,
                Span::startEpochNanos,
                BinaryOperator.maxBy(Long::compare),
                TreeMap::new));
  }

  @Override
  public ValueList values(ValuesRequest request) {
    TreeSet<AttributeValue> distinct = new TreeSet<>(ValueOrder.COMPARATOR);
    spans().stream()
        .filter(span -> request.range().contains(span.startEpochNanos()))
        .filter(span -> SpanMatcher.matches(request.filter(), span))
        .flatMap(span -> listed(span, request.kind()))
        .forEach(distinct::add);
    return new ValueList(
        distinct.stream().limit(request.limit()).toList(), distinct.size() > request.limit());
  }

  private static Stream<AttributeValue> listed(Span span, Kind kind) {
    return switch (kind) {
      case Kind.Keys(var scope) -> FieldValues.keys(span, scope).map(AttributeValue::of);
      case Kind.ValuesOf(var field) -> FieldValues.listed(span, field);
    };
  }

  @Override
  public StoreStatus status() {
    List<Span> all = spans();
    LongSummaryStatistics starts =
        all.stream().mapToLong(Span::startEpochNanos).summaryStatistics();
    return new StoreStatus(
        all.size(),
        all.size(),
        0,
        0,
        all.isEmpty() ? 0 : starts.getMin(),
        all.isEmpty() ? 0 : starts.getMax(),
        0);
  }
}
