package dev.hopwise.receive;

import static dev.hopwise.receive.BodyFormat.ZIPKIN_PROTOBUF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.Attribute;
import dev.hopwise.model.AttributeValue;
import dev.hopwise.model.Attributes;
import dev.hopwise.model.Event;
import dev.hopwise.model.Span;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.TraceId;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.receive.DecodeResult.Fault;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZipkinProtoTest {

  private static final long MICROS = Spans.NOW / 1_000;

  @Test
  void readsEveryField() {
    ProtoWriter local = new ProtoWriter();
    local.textField(bytesTag(1), "shop");
    local.bytesField(bytesTag(2), new byte[] {10, 0, 0, (byte) 200});
    ProtoWriter remote = new ProtoWriter();
    remote.textField(bytesTag(1), "db");
    remote.bytesField(bytesTag(3), hex("20010db8000000000000000000000001"));
    remote.varintField(4 << 3, 5432);
    ProtoWriter annotation = new ProtoWriter();
    annotation.fixed64Field(1 << 3 | ProtoReader.FIXED64, 5);
    annotation.textField(bytesTag(2), "ws");
    ProtoWriter tag = new ProtoWriter();
    tag.textField(bytesTag(1), "http.method");
    tag.textField(bytesTag(2), "GET");
    ProtoWriter span = minimal();
    span.bytesField(bytesTag(2), hex("00000000000000ab"));
    span.varintField(4 << 3, 2);
    span.textField(bytesTag(5), "get /");
    span.varintField(7 << 3, 431);
    span.messageField(bytesTag(8), local);
    span.messageField(bytesTag(9), remote);
    span.messageField(bytesTag(10), annotation);
    span.messageField(bytesTag(11), tag);
    span.varintField(12 << 3, 1);
    span.varintField(13 << 3, 1);
    Span read = Spans.accepted(decode(list(span))).getFirst();
    assertThat(read.traceId()).isEqualTo(Spans.TRACE);
    assertThat(read.spanId()).isEqualTo(0xEEE19B7EC3C1B174L);
    assertThat(read.parentSpanId()).isEqualTo(0xab);
    assertThat(read.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(read.name()).isEqualTo("get /");
    assertThat(read.startEpochNanos()).isEqualTo(Spans.NOW);
    assertThat(read.durationNanos()).isEqualTo(431_000);
    assertThat(read.serviceName()).isEqualTo("shop");
    assertThat(read.events()).containsExactly(new Event(5_000, "ws", Attributes.EMPTY, 0));
    assertThat(read.attributes())
        .isEqualTo(
            Attributes.of(
                new Attribute("http.method", AttributeValue.of("GET")),
                new Attribute("net.host.ip", AttributeValue.of("10.0.0.200")),
                new Attribute("peer.service", AttributeValue.of("db")),
                new Attribute("net.peer.ip", AttributeValue.of("2001:db8::1")),
                new Attribute("net.peer.port", AttributeValue.of(5432))));
  }

  @Test
  void knowsTheFourKindsAndShortTraceIds() {
    SpanKind[] kinds = {
      SpanKind.UNSPECIFIED, SpanKind.CLIENT, SpanKind.SERVER, SpanKind.PRODUCER, SpanKind.CONSUMER
    };
    for (int number = 0; number < kinds.length; number++) {
      ProtoWriter span = minimal();
      span.bytesField(bytesTag(1), hex("00000000000000ab"));
      span.varintField(4 << 3, number);
      Span read = Spans.accepted(decode(list(span))).getFirst();
      assertThat(read.kind()).isEqualTo(kinds[number]);
      assertThat(read.traceId()).isEqualTo(new TraceId(0, 0xab));
    }
  }

  @Test
  void namesTheFieldThatIsWrong() {
    assertMalformed(list(new ProtoWriter()), "/0/traceId is missing");
    ProtoWriter span = new ProtoWriter();
    span.bytesField(bytesTag(1), new byte[7]);
    assertMalformed(list(span), "/0/traceId has 7 bytes instead of 8 or 16");
    ProtoWriter noId = new ProtoWriter();
    noId.bytesField(bytesTag(1), new byte[8]);
    assertMalformed(list(noId), "/0/id is missing");
    noId.bytesField(bytesTag(3), new byte[9]);
    assertMalformed(list(noId), "/0/id has 9 bytes instead of 8");
    assertMalformed("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8), "at byte");
  }

  @Test
  void takesAnEmptyList() {
    assertThat(Spans.accepted(decode(new byte[0]))).isEmpty();
  }

  @Test
  void survivesTruncationsAndMutants() {
    byte[] body = list(minimal());
    for (int length = 1; length < body.length; length++) {
      assertThat(decode(Arrays.copyOf(body, length))).isInstanceOf(DecodeResult.Undecodable.class);
    }
    Random random = new Random(3);
    for (int round = 0; round < 2_000; round++) {
      byte[] mutant = body.clone();
      mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
      assertThat(decode(mutant)).isNotNull(); // whatever it says, it does not throw
    }
  }

  @Test
  void writesAddressesTheShortWay() {
    assertThat(ip("00000000000000000000000000000000")).isEqualTo("::");
    assertThat(ip("00000000000000000000000000000001")).isEqualTo("::1");
    assertThat(ip("20010db8000000010000000000000001")).isEqualTo("2001:db8:0:1::1");
    assertThat(ip("20010db8000100010001000100010001")).isEqualTo("2001:db8:1:1:1:1:1:1");
    assertThat(ip("20010db8000000010001000100010001")).isEqualTo("2001:db8:0:1:1:1:1:1");
    assertThat(ip("fe800000000000000000000000000000")).isEqualTo("fe80::");
    assertThat(ip("7f000001")).isEqualTo("127.0.0.1");
    assertThat(ip("7f")).isEmpty();
  }

  private static String ip(String hex) {
    return IpText.of(hex(hex), 0, hex.length() / 2);
  }

  private static void assertMalformed(byte[] body, String complaint) {
    DecodeResult.Undecodable result = Spans.undecodable(decode(body));
    assertThat(result.fault()).isEqualTo(Fault.MALFORMED);
    assertThat(result.message()).contains(complaint);
  }

  private static DecodeResult decode(byte[] body) {
    return Spans.decode(ZIPKIN_PROTOBUF, BodyEncoding.IDENTITY, body);
  }

  private static ProtoWriter minimal() {
    ProtoWriter span = new ProtoWriter();
    span.bytesField(bytesTag(1), hex("5b8efff798038103d269b633813fc60c"));
    span.bytesField(bytesTag(3), hex("eee19b7ec3c1b174"));
    span.fixed64Field(6 << 3 | ProtoReader.FIXED64, MICROS);
    return span;
  }

  private static byte[] list(ProtoWriter span) {
    ProtoWriter list = new ProtoWriter();
    list.messageField(bytesTag(1), span);
    return list.toBytes();
  }

  private static int bytesTag(int field) {
    return field << 3 | ProtoReader.LENGTH_DELIMITED;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
