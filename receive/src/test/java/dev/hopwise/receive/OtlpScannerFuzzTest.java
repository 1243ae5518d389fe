package dev.hopwise.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hopwise.model.Span;
import dev.hopwise.model.otlp.MalformedProtoException;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.model.otlp.SpanDecoder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The scanner against protobuf-java. A failure names the seed; run it again with
/// `-Dhopwise.seed=…`.
class OtlpScannerFuzzTest {

  private static final Duration FOR_EVER = Duration.ofDays(361_500);
  private static final ReceiveLimits LIMITS =
      new ReceiveLimits(64 << 20, 64 << 20, FOR_EVER, FOR_EVER);
  private static final int STALE_BYTES = 64;

  private final long seed = Long.getLong("hopwise.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final SpanCheck check = new SpanCheck(LIMITS);
  private final OtlpScanner scanner = new OtlpScanner(check);
  private final SpanBatch batch = new SpanBatch();
  private final SpanDecoder decoder = new SpanDecoder();

  @Test
  void readsEveryValidRequestAsProtobufDoes() throws Exception {
    RandomRequests requests = new RandomRequests(seed);
    WireShuffle shuffle = new WireShuffle(random);
    long spans = 0;
    for (int round = 0; round < 1_200; round++) {
      byte[] bytes = requests.next().toByteArray();
      byte[] shuffled = shuffle.shuffle(ExportTraceServiceRequest.getDescriptor(), bytes);
      ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(shuffled);
      assertThat(scan(shuffled)).as("seed %d round %d", seed, round).isNull();
      assertAgrees(request, round);
      spans += batch.count;
    }
    assertThat(spans).isGreaterThan(1_500);
  }

  @Test
  void neverTrustsAMutantThatTheDecoderCannotRead() throws Exception {
    RandomRequests requests = new RandomRequests(seed);
    int bothAccept = 0;
    int bothRefuse = 0;
    for (int round = 0; round < 1_000; round++) {
      byte[] bytes = requests.next().toByteArray();
      for (int mutant = 0; mutant < 12 && bytes.length > 0; mutant++) {
        byte[] mutated = mutate(bytes);
        String fault = scan(mutated);
        if (fault == null) {
          decoder.decode(batch); // must not throw
        }
        ExportTraceServiceRequest request = null;
        String protobufFault = "";
        try {
          request = ExportTraceServiceRequest.parseFrom(mutated);
        } catch (InvalidProtocolBufferException e) {
          protobufFault = String.valueOf(e.getMessage());
        }
        if (request == null && fault == null) {
          if (!ProtobufOracle.hasEntityRefs(mutated)) {
            assertThat(protobufFault).as("seed %d round %d", seed, round).matches(OUR_LIBERTIES);
          }
        } else if (request != null && fault != null) {
          assertThat(fault).as("seed %d round %d", seed, round).matches(OUR_STRICTNESS);
        } else if (request != null) {
          bothAccept++;
          if (!ProtobufOracle.usesWhatWeReadDifferently(mutated)) {
            assertAgrees(request, round);
          }
        } else {
          bothRefuse++;
        }
      }
    }
    assertThat(bothAccept).isGreaterThan(500);
    assertThat(bothRefuse).isGreaterThan(500);
  }

  /// We let bytes through that are not UTF-8, and nest deeper than protobuf-java.
  private static final String OUR_LIBERTIES = "(?s).*(invalid UTF-8|too many levels of nesting).*";

  /// protobuf-java cuts tags and lengths of more than 32 bits, and lets some numbers of eleven
  /// bytes pass as ten when their field is unknown; we refuse them.
  private static final String OUR_STRICTNESS =
      "field number out of range|number longer than 10 bytes|length \\d{10,} reaches beyond its message";

  private byte[] mutate(byte[] original) {
    byte[] bytes = original.clone();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] += (byte) (random.nextInt(5) - 2);
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(12), bytes.length - Math.max(at, from));
          System.arraycopy(bytes, from, bytes, at, length);
        }
      }
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
  }

  /// Scans the bytes in the middle of an array whose rest is stale; the fault, or null.
  private @Nullable String scan(byte[] bytes) {
    byte[] padded = new byte[bytes.length + 2 * STALE_BYTES];
    random.nextBytes(padded);
    System.arraycopy(bytes, 0, padded, STALE_BYTES, bytes.length);
    check.begin(0);
    try {
      scanner.scan(padded, STALE_BYTES, bytes.length, batch);
      return null;
    } catch (MalformedProtoException e) {
      assertThat(e.offset()).isBetween(STALE_BYTES, STALE_BYTES + bytes.length);
      return e.reason();
    }
  }

  private void assertAgrees(ExportTraceServiceRequest request, int round) {
    List<Span> expected = ProtobufOracle.spans(request);
    assertThat(decoder.decode(batch)).as("seed %d round %d", seed, round).isEqualTo(expected);
    for (int i = 0; i < expected.size(); i++) {
      Span span = expected.get(i);
      int r = batch.resourceOf(i);
      String service = text(batch.serviceNameOffset[r], batch.serviceNameLength[r]);
      assertThat(batch.traceId(i)).isEqualTo(span.traceId());
      assertThat(batch.spanId[i]).isEqualTo(span.spanId());
      assertThat(batch.parentSpanId[i]).isEqualTo(span.parentSpanId());
      assertThat(batch.startEpochNanos[i]).isEqualTo(span.startEpochNanos());
      assertThat(batch.endEpochNanos[i]).isEqualTo(span.endEpochNanos());
      assertThat(batch.kind[i]).isEqualTo((byte) span.kind().number());
      assertThat(batch.statusCode[i]).isEqualTo((byte) span.status().code().number());
      assertThat(text(batch.nameOffset[i], batch.nameLength[i])).isEqualTo(span.name());
      assertThat(text(batch.traceStateOffset[i], batch.traceStateLength[i]))
          .isEqualTo(span.traceState());
      assertThat(service.isEmpty() ? "unknown_service" : service).isEqualTo(span.serviceName());
    }
  }

  private String text(int offset, int length) {
    return new String(batch.bytes, offset, length, StandardCharsets.UTF_8);
  }
}
