package dev.hopwise.sample;

import dev.hopwise.model.Resource;
import dev.hopwise.model.SpanKind;
import dev.hopwise.model.StatusCode;
import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.sample.SpanField.OfResource;
import dev.hopwise.sample.SpanField.OfSpan;
import dev.hopwise.sample.SpanField.Own;
import dev.hopwise.sample.SpanField.Service;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells for each span which conditions it may make its trace satisfy, reading its bytes at most
/// once for all of them together.
///
/// The conditions are made of atoms, each a test of one value, that are shared between conditions.
/// What depends on the resource only is asked once for each resource of a batch. The bytes are read
/// only if some atom needs an attribute or the status message. Not thread-safe.
final class SpanObserver {

  private static final byte[] UNKNOWN_SERVICE =
      Resource.UNKNOWN_SERVICE.getBytes(StandardCharsets.UTF_8);

  private final ProtoReader reader = new ProtoReader();
  private final RawValue value = new RawValue();
  private final Map<SpanTest.Atom, Integer> numbers = new LinkedHashMap<>();
  private final Map<Own, AtomChecks> own = new EnumMap<>(Own.class);
  private final AtomChecks service = new AtomChecks();
  private final AttributeChecks resourceAttributes = new AttributeChecks();
  private final AttributeChecks spanAttributes = new AttributeChecks();
  private final AtomChecks kinds;
  private final AtomChecks statuses;
  private final AtomChecks names;
  private final AtomChecks messages;
  private final AtomChecks durations;
  private final SpanTest.Compiled[] tests;
  private final int[] testNumbers;
  private final boolean readsSpan;
  private final boolean[] atoms;

  /// The resource that the atoms hold for, or -1.
  private int resource = -1;

  SpanObserver(@Nullable Condition[] numbered) {
    List<SpanTest.Compiled> compiled = new ArrayList<>();
    testNumbers = new int[numbered.length];
    for (int i = 0; i < numbered.length; i++) {
      Condition condition = numbered[i];
      if (condition != null) {
        testNumbers[compiled.size()] = i;
        compiled.add(condition.spanTest().compile(this::number));
      }
    }
    tests = compiled.toArray(SpanTest.Compiled[]::new);
    atoms = new boolean[numbers.size()];
    kinds = of(Own.KIND);
    statuses = of(Own.STATUS);
    names = of(Own.NAME);
    messages = of(Own.STATUS_MESSAGE);
    durations = of(Own.DURATION);
    readsSpan = !spanAttributes.isEmpty() || !messages.isEmpty();
  }

  private AtomChecks of(Own field) {
    return own.computeIfAbsent(field, _ -> new AtomChecks());
  }

  private int number(SpanTest.Atom atom) {
    Integer known = numbers.get(atom);
    if (known != null) {
      return known;
    }
    int number = numbers.size();
    numbers.put(atom, number);
    ValueCheck check = ValueCheck.of(atom.test());
    switch (atom.field()) {
      case Own field -> of(field).add(check, number);
      case OfSpan(String key) -> spanAttributes.add(key, check, number);
      case OfResource(String key) -> resourceAttributes.add(key, check, number);
      case Service _ -> service.add(check, number);
    }
    return number;
  }

  /// Forgets the resource of the batch before.
  void begin() {
    resource = -1;
  }

  long observe(SpanBatch batch, int span) {
    if (batch.resourceOf(span) != resource) {
      resource = batch.resourceOf(span);
      readResource(batch);
    }
    readArrays(batch, span);
    if (readsSpan) {
      readSpan(batch, span);
    }
    long bits = 0;
    for (int i = 0; i < tests.length; i++) {
      if (tests[i].holds(atoms)) {
        bits |= 1L << testNumbers[i];
      }
    }
    return bits;
  }

  private void readResource(SpanBatch batch) {
    if (!service.isEmpty()) {
      int length = batch.serviceNameLength[resource];
      if (length == 0) {
        value.setText(UNKNOWN_SERVICE, 0, UNKNOWN_SERVICE.length);
      } else {
        value.setText(batch.bytes, batch.serviceNameOffset[resource], length);
      }
      service.check(value, atoms);
    }
    if (!resourceAttributes.isEmpty()) {
      resourceAttributes.absent(atoms);
      int end = start(batch.bytes, batch.resourceOffset[resource], batch.resourceLength[resource]);
      while (reader.position() < end) {
        if (reader.tag(end) == OtlpFields.RESOURCE_ATTRIBUTES) {
          resourceAttributes.read(reader, messageEnd(end), atoms);
        } else {
          reader.skip(end);
        }
      }
    }
  }

  /// What the batch's arrays have.
  private void readArrays(SpanBatch batch, int span) {
    if (!statuses.isEmpty()) {
      value.set(RawValue.Type.STATUS, StatusCode.ofNumber(batch.statusCode[span]).number());
      statuses.check(value, atoms);
    }
    if (!kinds.isEmpty()) {
      value.set(RawValue.Type.KIND, SpanKind.ofNumber(batch.kind[span]).number());
      kinds.check(value, atoms);
    }
    if (!durations.isEmpty()) {
      value.set(RawValue.Type.INT, batch.durationNanos(span));
      durations.check(value, atoms);
    }
    if (!names.isEmpty()) {
      value.setText(batch.bytes, batch.nameOffset[span], batch.nameLength[span]);
      names.check(value, atoms);
    }
  }

  private void readSpan(SpanBatch batch, int span) {
    spanAttributes.absent(atoms);
    messages.absent(atoms);
    int end = start(batch.bytes, batch.spanOffset[span], batch.spanLength[span]);
    while (reader.position() < end) {
      switch (reader.tag(end)) {
        case OtlpFields.SPAN_ATTRIBUTES -> spanAttributes.read(reader, messageEnd(end), atoms);
        case OtlpFields.SPAN_STATUS -> readStatus(messageEnd(end));
        default -> reader.skip(end);
      }
    }
  }

  /// The last status counts, whole.
  private void readStatus(int end) {
    value.setText(reader.bytes(), end, 0);
    while (reader.position() < end) {
      if (reader.tag(end) == OtlpFields.STATUS_MESSAGE) {
        int length = reader.length(end);
        value.setText(reader.bytes(), reader.position(), length);
        reader.seek(reader.position() + length);
      } else {
        reader.skip(end);
      }
    }
    if (value.length == 0) {
      messages.absent(atoms);
    } else {
      messages.check(value, atoms);
    }
  }

  private int start(byte[] bytes, int offset, int length) {
    reader.reset(bytes, offset);
    return offset + length;
  }

  private int messageEnd(int end) {
    int length = reader.length(end);
    return reader.position() + length;
  }
}
