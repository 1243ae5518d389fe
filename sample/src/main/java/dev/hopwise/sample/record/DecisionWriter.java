package dev.hopwise.sample.record;

import dev.hopwise.sample.Decision;
import dev.hopwise.sample.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Gathers decisions in the form that {@link DecisionCodec} describes. Reusable; one thread.
final class DecisionWriter {

  private final Dictionary<String> texts = new Dictionary<>((t, to) -> to.block(utf8(t)));
  private final Dictionary<Outcome> outcomes = new Dictionary<>(this::outcome);
  private final Dictionary<Root> roots = new Dictionary<>(this::root);
  private final Dictionary<ErrorKind> kinds = new Dictionary<>(this::kind);
  private final VarintOutput entries = new VarintOutput();
  private int count;
  private long previousDecidedEpochNanos;

  void add(Decision decision) {
    entries.fixed64(Long.reverseBytes(decision.traceId().high()));
    entries.fixed64(Long.reverseBytes(decision.traceId().low()));
    entries.varint(outcomes.numberOf(Outcome.of(decision)));
    entries.varint(roots.numberOf(Root.of(decision)));
    entries.zigzag(decision.decidedEpochNanos() - previousDecidedEpochNanos);
    entries.zigzag(decision.startEpochNanos() - decision.decidedEpochNanos());
    entries.zigzag(decision.durationNanos());
    entries.varint(decision.spanCount());
    entries.varint(decision.bytes());
    addKinds(decision);
    previousDecidedEpochNanos = decision.decidedEpochNanos();
    count++;
  }

  int count() {
    return count;
  }

  /// How long {@link #toBytes} is now, at most.
  int bytes() {
    return 1
        + texts.bytes()
        + outcomes.bytes()
        + roots.bytes()
        + kinds.bytes()
        + VarintInput.VARINT_BYTES_MAX
        + entries.size();
  }

  byte[] toBytes() {
    VarintOutput whole = new VarintOutput();
    whole.oneByte(DecisionCodec.VERSION);
    texts.writeTo(whole);
    outcomes.writeTo(whole);
    roots.writeTo(whole);
    kinds.writeTo(whole);
    whole.varint(count);
    whole.append(entries);
    return whole.toBytes();
  }

  void clear() {
    texts.clear();
    outcomes.clear();
    roots.clear();
    kinds.clear();
    entries.clear();
    count = 0;
    previousDecidedEpochNanos = 0;
  }

  private void addKinds(Decision decision) {
    int told = Math.min(decision.errorKinds().size(), DecisionCodec.ERROR_KINDS_MAX);
    entries.varint(told);
    for (int i = 0; i < told; i++) {
      entries.varint(kinds.numberOf(decision.errorKinds().get(i)));
    }
  }

  private void outcome(Outcome outcome, VarintOutput to) {
    @Nullable String window = outcome.windowId();
    to.oneByte(
        (outcome.keep() ? DecisionCodec.KEEP : 0) | (window == null ? 0 : DecisionCodec.WINDOW));
    to.varint(texts.numberOf(outcome.rule()));
    to.varint(texts.numberOf(outcome.trigger()));
    to.fixed64(Double.doubleToRawLongBits(outcome.probability()));
    if (window != null) {
      to.varint(texts.numberOf(window));
    }
  }

  private void root(Root root, VarintOutput to) {
    to.varint(texts.numberOf(root.service()));
    to.varint(texts.numberOf(root.name()));
  }

  private void kind(ErrorKind kind, VarintOutput to) {
    to.varint(texts.numberOf(kind.service()));
    to.varint(texts.numberOf(kind.spanName()));
    to.varint(texts.numberOf(kind.errorType()));
  }

  /// Cut between two characters, never within one.
  private static byte[] utf8(String text) {
    byte[] whole = text.getBytes(StandardCharsets.UTF_8);
    int end = Math.min(whole.length, DecisionCodec.TEXT_BYTES_MAX);
    while (end < whole.length && end > 0 && (whole[end] & 0xC0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(whole, end);
  }
}
