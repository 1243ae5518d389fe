package dev.hopwise.model.otlp;

import dev.hopwise.model.KeepMark;
import dev.hopwise.model.Kept;
import dev.hopwise.model.TraceId;
import java.util.Arrays;

/// The accepted spans of one export: the request's protobuf bytes, and arrays that say where each
/// span lies and the few values that every stage asks for. Nothing of a span is copied.
///
/// One producer fills it, then it is read only. It is reused for the next request once {@link
/// #clear} is called, so nobody may keep the arrays or the bytes beyond the call that handed him
/// the batch.
///
/// Index `i` of a span runs from 0 to {@link #count}; index `r` of a resource and `s` of a scope
/// likewise. A span points to its scope, a scope to its resource.
public final class SpanBatch {

  private static final int SPANS_INITIAL = 512;
  private static final int SCOPES_INITIAL = 16;
  private static final int KEEPS_INITIAL = 8;

  /// In {@link #keepIndex}: nobody decided about this span.
  public static final int NO_KEEP = -1;

  /// `ExportTraceServiceRequest`, decompressed.
  public byte[] bytes = new byte[0];

  public int count;
  public int[] spanOffset = new int[SPANS_INITIAL];
  public int[] spanLength = new int[SPANS_INITIAL];
  public int[] scopeIndex = new int[SPANS_INITIAL];
  public long[] traceIdHigh = new long[SPANS_INITIAL];
  public long[] traceIdLow = new long[SPANS_INITIAL];
  public long[] spanId = new long[SPANS_INITIAL];
  public long[] parentSpanId = new long[SPANS_INITIAL];
  public long[] startEpochNanos = new long[SPANS_INITIAL];
  public long[] endEpochNanos = new long[SPANS_INITIAL];
  public int[] nameOffset = new int[SPANS_INITIAL];
  public int[] nameLength = new int[SPANS_INITIAL];

  /// The W3C trace state; its length is 0 when absent.
  public int[] traceStateOffset = new int[SPANS_INITIAL];

  public int[] traceStateLength = new int[SPANS_INITIAL];
  public byte[] kind = new byte[SPANS_INITIAL];
  public byte[] statusCode = new byte[SPANS_INITIAL];

  /// Slices of the encoded `InstrumentationScope` (length 0 when absent) and of its schema URL.
  public int scopeCount;

  public int[] scopeOffset = new int[SCOPES_INITIAL];
  public int[] scopeLength = new int[SCOPES_INITIAL];
  public int[] scopeSchemaUrlOffset = new int[SCOPES_INITIAL];
  public int[] scopeSchemaUrlLength = new int[SCOPES_INITIAL];
  public int[] resourceIndex = new int[SCOPES_INITIAL];

  /// Slices of the encoded `Resource` (length 0 when absent), of its schema URL, and of the text of
  /// `service.name` (length 0 when absent).
  public int resourceCount;

  public int[] resourceOffset = new int[SCOPES_INITIAL];
  public int[] resourceLength = new int[SCOPES_INITIAL];
  public int[] resourceSchemaUrlOffset = new int[SCOPES_INITIAL];
  public int[] resourceSchemaUrlLength = new int[SCOPES_INITIAL];
  public int[] serviceNameOffset = new int[SCOPES_INITIAL];
  public int[] serviceNameLength = new int[SCOPES_INITIAL];

  /// Why spans were kept. While it is 0 no decision is attached and the two arrays after {@link
  /// #keeps}, one entry per span, mean nothing and may be shorter.
  public int keepCount;

  public KeepMark[] keeps = new KeepMark[0];

  /// The span's entry in {@link #keeps}, or {@link #NO_KEEP}.
  public int[] keepIndex = new int[0];

  /// With which a span like this one is kept, head and tail taken together: above 0, at most 1.
  public double[] inclusionProbability = new double[0];

  /// Forgets everything but keeps the arrays.
  public void clear(byte[] request) {
    bytes = request;
    count = 0;
    scopeCount = 0;
    resourceCount = 0;
    keepCount = 0;
  }

  /// Makes room for one more span and returns its index; the caller fills every span array at it.
  public int addSpan() {
    if (count == spanOffset.length) {
      growSpans(count * 2);
    }
    if (keepCount > 0) {
      keepIndex[count] = NO_KEEP;
      inclusionProbability[count] = 1.0;
    }
    return count++;
  }

  /// Makes room for one more scope and returns its index; its slices are empty.
  public int addScope(int resource) {
    if (scopeCount == scopeOffset.length) {
      growScopes(scopeCount * 2);
    }
    int index = scopeCount++;
    scopeOffset[index] = 0;
    scopeLength[index] = 0;
    scopeSchemaUrlOffset[index] = 0;
    scopeSchemaUrlLength[index] = 0;
    resourceIndex[index] = resource;
    return index;
  }

  /// Makes room for one more resource and returns its index; its slices are empty.
  public int addResource() {
    if (resourceCount == resourceOffset.length) {
      growResources(resourceCount * 2);
    }
    int index = resourceCount++;
    resourceOffset[index] = 0;
    resourceLength[index] = 0;
    resourceSchemaUrlOffset[index] = 0;
    resourceSchemaUrlLength[index] = 0;
    serviceNameOffset[index] = 0;
    serviceNameLength[index] = 0;
    return index;
  }

  /// Attaches a decision and returns its index for {@link #keepIndex}. With the first one every
  /// span becomes one without a mark and of probability 1; spans that are added later start as
  /// such, too.
  public int addKeep(KeepMark mark) {
    if (keepCount == 0) {
      startKeeps();
    }
    if (keepCount == keeps.length) {
      keeps = Arrays.copyOf(keeps, Math.max(KEEPS_INITIAL, keepCount * 2));
    }
    keeps[keepCount] = mark;
    return keepCount++;
  }

  /// How a span came to be kept.
  public Kept kept(int span) {
    if (keepCount == 0) {
      return Kept.UNKNOWN;
    }
    double probability = inclusionProbability[span];
    return keepIndex[span] == NO_KEEP
        ? new Kept(probability, "", "", null)
        : Kept.of(keeps[keepIndex[span]], probability);
  }

  private void startKeeps() {
    if (keepIndex.length < spanOffset.length) {
      keepIndex = new int[spanOffset.length];
      inclusionProbability = new double[spanOffset.length];
    }
    Arrays.fill(keepIndex, 0, count, NO_KEEP);
    Arrays.fill(inclusionProbability, 0, count, 1.0);
  }

  /// The resource of a span.
  public int resourceOf(int span) {
    return resourceIndex[scopeIndex[span]];
  }

  /// The trace id of a span.
  public TraceId traceId(int span) {
    return new TraceId(traceIdHigh[span], traceIdLow[span]);
  }

  /// End minus start; negative where a clock was set back.
  public long durationNanos(int span) {
    return endEpochNanos[span] - startEpochNanos[span];
  }

  /// Makes this hold the given spans of another batch, sharing its bytes and its scopes and
  /// resources.
  public void selectFrom(SpanBatch source, int[] spans, int spanCount) {
    clear(source.bytes);
    copyTables(source);
    for (int n = 0; n < spanCount; n++) {
      copySpan(source, spans[n], addSpan());
    }
  }

  private void copySpan(SpanBatch source, int from, int to) {
    spanOffset[to] = source.spanOffset[from];
    spanLength[to] = source.spanLength[from];
    scopeIndex[to] = source.scopeIndex[from];
    traceIdHigh[to] = source.traceIdHigh[from];
    traceIdLow[to] = source.traceIdLow[from];
    spanId[to] = source.spanId[from];
    parentSpanId[to] = source.parentSpanId[from];
    startEpochNanos[to] = source.startEpochNanos[from];
    endEpochNanos[to] = source.endEpochNanos[from];
    nameOffset[to] = source.nameOffset[from];
    nameLength[to] = source.nameLength[from];
    traceStateOffset[to] = source.traceStateOffset[from];
    traceStateLength[to] = source.traceStateLength[from];
    kind[to] = source.kind[from];
    statusCode[to] = source.statusCode[from];
    if (keepCount > 0) {
      keepIndex[to] = source.keepIndex[from];
      inclusionProbability[to] = source.inclusionProbability[from];
    }
  }

  private void copyTables(SpanBatch source) {
    scopeCount = source.scopeCount;
    scopeOffset = source.scopeOffset.clone();
    scopeLength = source.scopeLength.clone();
    scopeSchemaUrlOffset = source.scopeSchemaUrlOffset.clone();
    scopeSchemaUrlLength = source.scopeSchemaUrlLength.clone();
    resourceIndex = source.resourceIndex.clone();
    resourceCount = source.resourceCount;
    resourceOffset = source.resourceOffset.clone();
    resourceLength = source.resourceLength.clone();
    resourceSchemaUrlOffset = source.resourceSchemaUrlOffset.clone();
    resourceSchemaUrlLength = source.resourceSchemaUrlLength.clone();
    serviceNameOffset = source.serviceNameOffset.clone();
    serviceNameLength = source.serviceNameLength.clone();
    for (int i = 0; i < source.keepCount; i++) {
      var _ = addKeep(source.keeps[i]);
    }
  }

  private void growSpans(int size) {
    spanOffset = Arrays.copyOf(spanOffset, size);
    spanLength = Arrays.copyOf(spanLength, size);
    scopeIndex = Arrays.copyOf(scopeIndex, size);
    traceIdHigh = Arrays.copyOf(traceIdHigh, size);
    traceIdLow = Arrays.copyOf(traceIdLow, size);
    spanId = Arrays.copyOf(spanId, size);
    parentSpanId = Arrays.copyOf(parentSpanId, size);
    startEpochNanos = Arrays.copyOf(startEpochNanos, size);
    endEpochNanos = Arrays.copyOf(endEpochNanos, size);
    nameOffset = Arrays.copyOf(nameOffset, size);
    nameLength = Arrays.copyOf(nameLength, size);
    traceStateOffset = Arrays.copyOf(traceStateOffset, size);
    traceStateLength = Arrays.copyOf(traceStateLength, size);
    kind = Arrays.copyOf(kind, size);
    statusCode = Arrays.copyOf(statusCode, size);
    if (keepCount > 0) {
      keepIndex = Arrays.copyOf(keepIndex, size);
      inclusionProbability = Arrays.copyOf(inclusionProbability, size);
    }
  }

  private void growScopes(int size) {
    scopeOffset = Arrays.copyOf(scopeOffset, size);
    scopeLength = Arrays.copyOf(scopeLength, size);
    scopeSchemaUrlOffset = Arrays.copyOf(scopeSchemaUrlOffset, size);
    scopeSchemaUrlLength = Arrays.copyOf(scopeSchemaUrlLength, size);
    resourceIndex = Arrays.copyOf(resourceIndex, size);
  }

  private void growResources(int size) {
    resourceOffset = Arrays.copyOf(resourceOffset, size);
    resourceLength = Arrays.copyOf(resourceLength, size);
    resourceSchemaUrlOffset = Arrays.copyOf(resourceSchemaUrlOffset, size);
    resourceSchemaUrlLength = Arrays.copyOf(resourceSchemaUrlLength, size);
    serviceNameOffset = Arrays.copyOf(serviceNameOffset, size);
    serviceNameLength = Arrays.copyOf(serviceNameLength, size);
  }
}
