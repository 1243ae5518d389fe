package dev.hopwise.sample.buffer;

import dev.hopwise.model.HeadSampling;
import dev.hopwise.model.Span;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.SpanDecoder;
import dev.hopwise.sample.ErrorKind;
import dev.hopwise.sample.NameHash;
import dev.hopwise.sample.TraceFacts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One buffered trace at a time, as the policy sees it; what costs something is found when it is
/// asked for. Not thread-safe.
final class BufferedTrace implements TraceFacts {

  private final TraceBuffer buffer;
  private final TraceRecords records;
  private final SpanRing ring;
  private final SpanDecoder decoder = new SpanDecoder();
  private final BatchAssembler assembler;
  private final FailedSpans failed;
  private final TenantReader tenants = new TenantReader();
  private String tenantAttribute = "";
  private int record = TraceRecords.NONE;
  private long entrySpan = SpanRing.NONE;
  private @Nullable List<ErrorKind> errorKinds;
  private @Nullable List<Span> spans;
  private @Nullable String rootService;
  private @Nullable String rootName;
  private @Nullable String tenant;

  BufferedTrace(TraceBuffer buffer) {
    this.buffer = buffer;
    this.records = buffer.records();
    this.ring = buffer.ring();
    this.assembler = new BatchAssembler(ring);
    this.failed = new FailedSpans(ring);
  }

  /// @param newTenantAttribute the key that names a trace's tenant, empty for none
  BufferedTrace of(int newRecord, String newTenantAttribute) {
    record = newRecord;
    tenantAttribute = newTenantAttribute;
    entrySpan = records.get(newRecord, TraceRecords.ROOT);
    errorKinds = null;
    spans = null;
    rootService = null;
    rootName = null;
    tenant = null;
    return this;
  }

  TraceId traceId() {
    return new TraceId(traceIdHigh(), traceIdLow());
  }

  @Override
  public long traceIdHigh() {
    return records.get(record, TraceRecords.ID_HIGH);
  }

  @Override
  public long traceIdLow() {
    return records.get(record, TraceRecords.ID_LOW);
  }

  @Override
  public long randomness() {
    return records.get(record, TraceRecords.RANDOMNESS);
  }

  /// Of the root, or of the earliest span where there is none.
  @Override
  public double headProbability() {
    Chunk chunk = ring.chunk(entrySpan());
    int entry = SpanRing.offset(entrySpan());
    int length = chunk.intAt(entry + Chunk.STATE_BYTES);
    if (length == 0) {
      return 1;
    }
    int at = entry + Chunk.SPAN_HEAD + chunk.intAt(entry + Chunk.STATE_OFFSET);
    HeadSampling head = HeadSampling.parse(chunk.bytes, at, length);
    return head.sameRandomness() ? head.probability() : 1;
  }

  @Override
  public long generation() {
    return records.get(record, TraceRecords.GENERATION);
  }

  @Override
  public long conditionBits() {
    return records.get(record, TraceRecords.CONDITIONS);
  }

  @Override
  public boolean hasError() {
    return records.get(record, TraceRecords.ERRORS) > 0;
  }

  @Override
  public int spanCount() {
    return (int) records.get(record, TraceRecords.SPANS);
  }

  @Override
  public long bytes() {
    return records.get(record, TraceRecords.BYTES);
  }

  @Override
  public long startEpochNanos() {
    return hasRoot()
        ? ring.chunk(entrySpan()).longAt(SpanRing.offset(entrySpan()) + Chunk.START)
        : records.get(record, TraceRecords.START);
  }

  @Override
  public long durationNanos() {
    if (!hasRoot()) {
      return records.get(record, TraceRecords.END) - records.get(record, TraceRecords.START);
    }
    Chunk chunk = ring.chunk(entrySpan());
    int entry = SpanRing.offset(entrySpan());
    return chunk.longAt(entry + Chunk.END) - chunk.longAt(entry + Chunk.START);
  }

  @Override
  public boolean hasRoot() {
    return records.get(record, TraceRecords.ROOT) != SpanRing.NONE;
  }

  @Override
  public String rootService() {
    String known = rootService;
    if (known == null) {
      Chunk chunk = ring.chunk(entrySpan());
      known = FailedSpans.service(chunk, chunk.intAt(SpanRing.offset(entrySpan()) + Chunk.ORIGIN));
      rootService = known;
    }
    return known;
  }

  @Override
  public String rootName() {
    String known = rootName;
    if (known == null) {
      known = FailedSpans.name(ring.chunk(entrySpan()), SpanRing.offset(entrySpan()));
      rootName = known;
    }
    return known;
  }

  @Override
  public long operationHash() {
    return NameHash.ofOperation(rootService(), rootName());
  }

  @Override
  public String tenant() {
    String known = tenant;
    if (known == null) {
      known = tenantAttribute.isEmpty() ? "" : findTenant();
      tenant = known;
    }
    return known;
  }

  /// The root says it most often; where it does not, whoever says it last.
  private String findTenant() {
    byte[] key = tenantAttribute.getBytes(StandardCharsets.UTF_8);
    String found = tenants.read(ring.chunk(entrySpan()), SpanRing.offset(entrySpan()), key);
    long place = records.get(record, TraceRecords.LAST);
    while (found.isEmpty() && place != SpanRing.NONE) {
      Chunk chunk = ring.chunk(place);
      found = tenants.read(chunk, SpanRing.offset(place), key);
      place = chunk.longAt(SpanRing.offset(place) + Chunk.PREVIOUS);
    }
    return found;
  }

  @Override
  public int errorKindCount() {
    return kinds().size();
  }

  @Override
  public long errorKind(int i) {
    return NameHash.ofErrorKind(kinds().get(i));
  }

  @Override
  public ErrorKind errorKindOf(int i) {
    return kinds().get(i);
  }

  List<ErrorKind> kinds() {
    List<ErrorKind> known = errorKinds;
    if (known == null) {
      known =
          failed.kinds(
              records.get(record, TraceRecords.LAST_ERROR),
              records.get(record, TraceRecords.ERRORS));
      errorKinds = known;
    }
    return known;
  }

  @Override
  public long firstArrivalEpochNanos() {
    return records.get(record, TraceRecords.FIRST_ARRIVAL);
  }

  @Override
  public List<Span> spans() {
    List<Span> known = spans;
    if (known == null) {
      assembler.clear();
      buffer.copy(record, assembler, null);
      known = decoder.decode(assembler.batch());
      spans = known;
    }
    return known;
  }

  /// The root, or the span that began first.
  private long entrySpan() {
    if (entrySpan == SpanRing.NONE) {
      long earliest = Long.MAX_VALUE;
      long place = records.get(record, TraceRecords.LAST);
      while (place != SpanRing.NONE) {
        Chunk chunk = ring.chunk(place);
        int entry = SpanRing.offset(place);
        if (entrySpan == SpanRing.NONE || chunk.longAt(entry + Chunk.START) < earliest) {
          earliest = chunk.longAt(entry + Chunk.START);
          entrySpan = place;
        }
        place = chunk.longAt(entry + Chunk.PREVIOUS);
      }
    }
    return entrySpan;
  }
}
