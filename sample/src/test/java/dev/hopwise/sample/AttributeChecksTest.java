package dev.hopwise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.traceql.Operator;
import dev.hopwise.traceql.Value;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Encodings of an attribute that are allowed, but that nobody writes.
class AttributeChecksTest {

  private final boolean[] atoms = new boolean[2];

  @Test
  void readsWhatEverybodyWrites() {
    assertThat(equal(out -> value(key(out, "a"), "x"))).isTrue();
    assertThat(equal(out -> value(key(out, "a"), "y"))).isFalse();
    assertThat(equal(out -> value(key(out, "b"), "x"))).isFalse();
  }

  @Test
  void aValueMayStandBeforeItsKey() {
    assertThat(equal(out -> key(value(out, "x"), "a"))).isTrue();
  }

  @Test
  void theLastKeyAndTheLastValueCount() {
    assertThat(equal(out -> value(key(key(out, "b"), "a"), "x"))).isTrue();
    assertThat(equal(out -> value(key(key(out, "a"), "b"), "x"))).isFalse();
    assertThat(equal(out -> key(value(key(out, "a"), "x"), "b"))).isFalse();
    assertThat(equal(out -> value(value(key(out, "a"), "y"), "x"))).isTrue();
    assertThat(equal(out -> value(value(key(out, "a"), "x"), "y"))).isFalse();
  }

  @Test
  void aMissingValueIsThereButEqualsNothing() {
    assertThat(present(out -> key(out, "a"))).isTrue();
    assertThat(equal(out -> key(out, "a"))).isFalse();
  }

  @Test
  void aLongKeyIsReadToo() {
    String longKey = "k".repeat(300);
    AttributeChecks checks = new AttributeChecks();
    checks.add(longKey, ValueCheck.of(new ValueTest.Present()), 0);
    read(checks, out -> value(key(out, longKey), "x"));
    assertThat(atoms[0]).isTrue();
  }

  private boolean equal(Consumer<ProtoWriter> attribute) {
    read(checks(), attribute);
    return atoms[1];
  }

  private boolean present(Consumer<ProtoWriter> attribute) {
    read(checks(), attribute);
    return atoms[0];
  }

  private static AttributeChecks checks() {
    AttributeChecks checks = new AttributeChecks();
    checks.add("a", ValueCheck.of(new ValueTest.Present()), 0);
    checks.add("a", ValueCheck.of(new ValueTest.Compare(Operator.EQUAL, new Value.Text("x"))), 1);
    return checks;
  }

  private void read(AttributeChecks checks, Consumer<ProtoWriter> attribute) {
    ProtoWriter out = new ProtoWriter();
    attribute.accept(out);
    byte[] bytes = out.toBytes();
    checks.absent(atoms);
    ProtoReader reader = new ProtoReader().reset(bytes, 0);
    checks.read(reader, bytes.length, atoms);
    assertThat(reader.position()).isEqualTo(bytes.length);
  }

  private static ProtoWriter key(ProtoWriter out, String key) {
    out.textField(OtlpFields.KEY_VALUE_KEY, key);
    return out;
  }

  private static ProtoWriter value(ProtoWriter out, String text) {
    ProtoWriter value = new ProtoWriter();
    value.textField(OtlpFields.ANY_STRING, text);
    out.messageField(OtlpFields.KEY_VALUE_VALUE, value);
    return out;
  }
}
