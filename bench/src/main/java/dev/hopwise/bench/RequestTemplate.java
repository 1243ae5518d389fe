package dev.hopwise.bench;

import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A pre-encoded request that can be sent again and again, each time as the spans of other traces
/// that end now.
///
/// Trace ids and times are overwritten in a copy; everything else stays. Requests that are given
/// the same salt share traces as they did in the file.
final class RequestTemplate {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int TRACE_ID_LOW = 8;
  private static final int FIXED64_BYTES = 8;

  private final RequestFile.Request request;
  private final Places traceIds = new Places();
  private final Places times = new Places();
  private long newest = Long.MIN_VALUE;

  RequestTemplate(RequestFile.Request request) {
    this.request = request;
    ProtoReader reader = new ProtoReader().reset(request.body(), 0);
    message(reader, request.body().length, Level.REQUEST);
  }

  int spans() {
    return request.spans();
  }

  /// The request with its newest time moved to now.
  ///
  /// @param salt chooses the traces
  byte[] asOf(long nowEpochNanos, long salt) {
    byte[] body = request.body().clone();
    for (int i = 0; i < traceIds.count; i++) {
      int at = traceIds.offsets[i] + TRACE_ID_LOW;
      LONG.set(body, at, (long) LONG.get(body, at) ^ salt);
    }
    long shift = nowEpochNanos - newest;
    for (int i = 0; i < times.count; i++) {
      int at = times.offsets[i];
      LONG.set(body, at, (long) LONG.get(body, at) + shift);
    }
    return body;
  }

  private enum Level {
    REQUEST,
    RESOURCE,
    SCOPE,
    SPAN,
    EVENT
  }

  private void message(ProtoReader reader, int end, Level level) {
    while (reader.position() < end) {
      int tag = reader.tag(end);
      Level inner = inner(level, tag);
      if (inner != null) {
        int length = reader.length(end);
        message(reader, reader.position() + length, inner);
      } else if (level == Level.SPAN && tag == OtlpFields.SPAN_TRACE_ID) {
        int length = reader.length(end);
        traceIds.add(reader.position());
        reader.seek(reader.position() + length);
      } else if (isTime(level, tag)) {
        times.add(reader.position());
        newest = Math.max(newest, (long) LONG.get(reader.bytes(), reader.position()));
        reader.seek(reader.position() + FIXED64_BYTES);
      } else {
        reader.skip(end);
      }
    }
  }

  private static @Nullable Level inner(Level level, int tag) {
    return switch (level) {
      case REQUEST -> tag == OtlpFields.REQUEST_RESOURCE_SPANS ? Level.RESOURCE : null;
      case RESOURCE -> tag == OtlpFields.RESOURCE_SPANS_SCOPE_SPANS ? Level.SCOPE : null;
      case SCOPE -> tag == OtlpFields.SCOPE_SPANS_SPANS ? Level.SPAN : null;
      case SPAN -> tag == OtlpFields.SPAN_EVENTS ? Level.EVENT : null;
      case EVENT -> null;
    };
  }

  private static boolean isTime(Level level, int tag) {
    return switch (level) {
      case SPAN -> tag == OtlpFields.SPAN_START || tag == OtlpFields.SPAN_END;
      case EVENT -> tag == OtlpFields.EVENT_TIME;
      default -> false;
    };
  }

  /// Offsets in the body.
  private static final class Places {
    int[] offsets = new int[64];
    int count;

    void add(int offset) {
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, count * 2);
      }
      offsets[count++] = offset;
    }
  }
}
