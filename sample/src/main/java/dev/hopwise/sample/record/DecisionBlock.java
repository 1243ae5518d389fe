package dev.hopwise.sample.record;

import dev.hopwise.model.TraceId;
import dev.hopwise.sample.Decision;
import dev.hopwise.sample.ErrorKind;
import java.util.ArrayList;
import java.util.List;

/// A list of decisions in its encoded form, checked throughout, of which single ones can be taken.
/// Immutable; shares the bytes it was made of.
final class DecisionBlock {

  /// The shortest decision: an id and one byte for each of eight numbers.
  private static final int DECISION_BYTES_MIN = 24;

  private final VarintInput input;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<Root> roots = new ArrayList<>();
  private final List<ErrorKind> kinds = new ArrayList<>();
  private final long[] idHigh;
  private final long[] idLow;
  private final long[] decidedEpochNanos;
  private final int[] rest; // where the outcome stands

  DecisionBlock(byte[] bytes, int offset, int length) throws MalformedDecisionsException {
    input = new VarintInput(bytes, offset, length);
    int version = input.oneByte();
    if (version != DecisionCodec.VERSION) {
      throw new MalformedDecisionsException("decisions of version " + version + ", known is 1");
    }
    readDictionaries();
    int count = input.count(DECISION_BYTES_MIN, "decisions");
    idHigh = new long[count];
    idLow = new long[count];
    decidedEpochNanos = new long[count];
    rest = new int[count];
    long decided = 0;
    for (int i = 0; i < count; i++) {
      decided = readEntry(i, decided);
    }
    input.needEnd();
  }

  int count() {
    return rest.length;
  }

  TraceId traceId(int i) {
    return new TraceId(idHigh[i], idLow[i]);
  }

  long decidedEpochNanos(int i) {
    return decidedEpochNanos[i];
  }

  /// The last decision about a trace, or −1.
  int lastOf(TraceId id) {
    for (int i = rest.length - 1; i >= 0; i--) {
      if (idLow[i] == id.low() && idHigh[i] == id.high()) {
        return i;
      }
    }
    return -1;
  }

  Decision decision(int i) {
    try {
      return decisionAt(i, input.at(rest[i]));
    } catch (MalformedDecisionsException e) {
      throw new IllegalStateException("checked before", e);
    }
  }

  List<Decision> all() {
    List<Decision> all = new ArrayList<>(count());
    for (int i = 0; i < count(); i++) {
      all.add(decision(i));
    }
    return all;
  }

  private void readDictionaries() throws MalformedDecisionsException {
    List<String> texts = new ArrayList<>();
    for (int left = input.count(1, "texts"); left > 0; left--) {
      texts.add(input.text());
    }
    for (int left = input.count(11, "outcomes"); left > 0; left--) {
      outcomes.add(outcome(texts));
    }
    for (int left = input.count(2, "roots"); left > 0; left--) {
      roots.add(new Root(text(texts), text(texts)));
    }
    for (int left = input.count(3, "error kinds"); left > 0; left--) {
      kinds.add(new ErrorKind(text(texts), text(texts), text(texts)));
    }
  }

  private Outcome outcome(List<String> texts) throws MalformedDecisionsException {
    int flags = input.oneByte();
    String rule = text(texts);
    String trigger = text(texts);
    double probability = Double.longBitsToDouble(input.fixed64());
    boolean keep = (flags & DecisionCodec.KEEP) != 0;
    if (!(probability >= 0 && probability <= 1) || (keep && probability == 0)) {
      throw new MalformedDecisionsException("a probability of " + probability);
    }
    boolean window = (flags & DecisionCodec.WINDOW) != 0;
    return new Outcome(keep, rule, trigger, probability, window ? text(texts) : null);
  }

  private String text(List<String> texts) throws MalformedDecisionsException {
    return texts.get(input.below(texts.size(), "text"));
  }

  private long readEntry(int i, long previous) throws MalformedDecisionsException {
    idHigh[i] = Long.reverseBytes(input.fixed64());
    idLow[i] = Long.reverseBytes(input.fixed64());
    rest[i] = input.position();
    input.below(outcomes.size(), "outcome");
    input.below(roots.size(), "root");
    decidedEpochNanos[i] = previous + input.zigzag();
    input.zigzag();
    input.zigzag();
    input.below(1L << 31, "number of spans");
    input.varint();
    for (int left = input.below(DecisionCodec.ERROR_KINDS_MAX + 1, "error kinds");
        left > 0;
        left--) {
      input.below(kinds.size(), "error kind");
    }
    return decidedEpochNanos[i];
  }

  private Decision decisionAt(int i, VarintInput entry) throws MalformedDecisionsException {
    Outcome outcome = outcomes.get((int) entry.varint());
    Root root = roots.get((int) entry.varint());
    entry.zigzag(); // decided, known from the first pass
    return new Decision(
        traceId(i),
        outcome.keep(),
        outcome.rule(),
        outcome.trigger(),
        outcome.probability(),
        outcome.windowId(),
        decidedEpochNanos[i],
        root.service(),
        root.name(),
        decidedEpochNanos[i] + entry.zigzag(),
        entry.zigzag(),
        (int) entry.varint(),
        entry.varint(),
        errorKinds(entry));
  }

  private List<ErrorKind> errorKinds(VarintInput entry) throws MalformedDecisionsException {
    List<ErrorKind> found = new ArrayList<>();
    for (long left = entry.varint(); left > 0; left--) {
      found.add(kinds.get((int) entry.varint()));
    }
    return found;
  }
}
