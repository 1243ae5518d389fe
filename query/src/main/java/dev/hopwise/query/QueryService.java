package dev.hopwise.query;

import dev.hopwise.model.Resource;
import dev.hopwise.model.SpanTree;
import dev.hopwise.model.TraceId;
import dev.hopwise.store.Field;
import dev.hopwise.store.SpanFilter;
import dev.hopwise.store.SpanFilter.Comparison;
import dev.hopwise.store.SpanStore;
import dev.hopwise.store.TimeRange;
import dev.hopwise.store.ValueList;
import dev.hopwise.store.ValuesRequest;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Query;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All questions about what is stored.
///
/// Every method blocks and is meant for a virtual thread of its own; at most {@link
/// QueryLimits#concurrentMax} run at a time, and one that waits too long is refused with {@link
/// QueryRefusedException.TooManyQueries}. An interrupt ends a search with {@link
/// QueryRefusedException.Cancelled}.
public final class QueryService {

  private final SpanStore store;
  private final Clock clock;
  private final QueryLimits limits;
  private final Gate gate;
  private final FieldUse use;

  public QueryService(SpanStore store, Clock clock, QueryLimits limits) {
    this(store, clock, limits, FieldUse.IGNORED);
  }

  /// @param use is told of the fields of every search, scan and list of values
  public QueryService(SpanStore store, Clock clock, QueryLimits limits, FieldUse use) {
    this.use = use;
    this.store = store;
    this.clock = clock;
    this.limits = limits;
    this.gate = new Gate(limits);
  }

  /// What a query may take.
  public QueryLimits limits() {
    return limits;
  }

  /// What "now" is.
  public Clock clock() {
    return clock;
  }

  /// The newest traces that a query selects.
  ///
  /// @throws QueryRefusedException.BadCursor when the cursor is of another search
  public SearchAnswer search(SearchQuestion question) {
    return search(question, SearchListener.NONE);
  }

  /// The same, telling what it finds before it is done.
  ///
  /// @param listener called on this thread
  public SearchAnswer search(SearchQuestion question, SearchListener listener) {
    use.used(question.query());
    return gate.run(() -> new Search(store, clock, limits, question, listener).run());
  }

  /// A whole trace.
  ///
  /// @param hint when it may have been, or {@link TimeRange#ALL}
  public Optional<TraceAnswer> trace(TraceId id, TimeRange hint) {
    return gate.run(() -> store.findTrace(id, hint).map(TraceReview::of));
  }

  /// Visits whole traces, newest first, on the calling thread: those that the query selects and
  /// whose root (or first span, without one) starts in the range, so that no trace belongs to two
  /// ranges that follow each other.
  ///
  /// @param tracesMax older ones are left out
  public ScanAnswer scan(Query query, TimeRange range, int tracesMax, Consumer<SpanTree> visitor) {
    use.used(query);
    return gate.run(
        () -> new TraceScan(store, clock, limits, tracesMax).run(query, range, visitor));
  }

  /// Asks the store something else, when it is its turn.
  ///
  /// @param fields that the question mentions
  public <T> T ask(Collection<FieldExpression> fields, Function<SpanStore, T> question) {
    use.used(fields);
    return gate.run(() -> question.apply(store));
  }

  /// The services that sent spans.
  public ValueList services(TimeRange range) {
    return values(
        new ValuesRequest.Kind.ValuesOf(Field.Intrinsic.SERVICE),
        SpanFilter.ALL,
        range,
        limits.valuesMax());
  }

  /// The names of a service's spans, or of all.
  public ValueList spanNames(@Nullable String service, TimeRange range) {
    SpanFilter filter =
        service == null
            ? SpanFilter.ALL
            : new SpanFilter.TextIs(Field.Intrinsic.SERVICE, Comparison.EQUAL, service);
    return values(
        new ValuesRequest.Kind.ValuesOf(Field.Intrinsic.NAME), filter, range, limits.valuesMax());
  }

  /// The keys of attributes at a place.
  public ValueList keys(Field.Scope scope, TimeRange range) {
    return keys(scope, null, range);
  }

  /// The keys of attributes at a place.
  ///
  /// @param among only keys of spans that this may select are needed; null for all
  public ValueList keys(Field.Scope scope, @Nullable Query among, TimeRange range) {
    SpanFilter filter = among == null ? SpanFilter.ALL : Pushdown.of(among.pipeline()).filter();
    return values(new ValuesRequest.Kind.Keys(scope), filter, range, limits.valuesMax());
  }

  /// The values of a field: NAME, SERVICE or an attribute.
  ///
  /// @param among only values of spans that this may select are needed; null for all
  /// @param limit at most the limits' `valuesMax` are answered
  public ValueList values(Field field, @Nullable Query among, TimeRange range, int limit) {
    use.used(field);
    if (among != null) {
      use.used(among);
    }
    SpanFilter filter = among == null ? SpanFilter.ALL : Pushdown.of(among.pipeline()).filter();
    Field listed =
        field.equals(new Field.AttributeOf(Field.Scope.RESOURCE, Resource.SERVICE_NAME))
            ? Field.Intrinsic.SERVICE
            : field;
    return values(
        new ValuesRequest.Kind.ValuesOf(listed),
        filter,
        range,
        Math.min(limit, limits.valuesMax()));
  }

  private ValueList values(ValuesRequest.Kind kind, SpanFilter filter, TimeRange range, int limit) {
    return gate.run(() -> store.values(new ValuesRequest(kind, filter, range, limit)));
  }
}
