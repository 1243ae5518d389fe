package dev.hopwise.server.ingest;

import dev.hopwise.model.otlp.AttributeEditor;
import dev.hopwise.model.otlp.ProtoWriter;
import dev.hopwise.model.otlp.SpanBatch;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.receive.BodyFormat;
import dev.hopwise.receive.DecodeResult;
import dev.hopwise.receive.RefusalReason;
import dev.hopwise.receive.RequestDecoder;
import dev.hopwise.sample.AttributeRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Drops and hashes attributes as the policy says, before anything is done with a request: what is
/// dropped is in no file and no answer of this server.
///
/// A request that it changes becomes an uncompressed OTLP one, which then is what was received: it
/// is decoded again, journalled, and replayed as such, whatever the policy says by then.
///
/// **Threads.** Any.
public final class AttributeFilter {

  private final byte[] key;
  private final ThreadLocal<Editing> editing = ThreadLocal.withInitial(Editing::new);
  private final Map<CountKey, LongAdder> counts = new ConcurrentHashMap<>();
  private volatile AttributeRules rules = AttributeRules.NONE;

  private record CountKey(String key, AttributeRule.Action action) {}

  private AttributeFilter(byte[] key) {
    this.key = key;
  }

  /// @param folder where the secret of the hashes is kept
  /// @throws IOException when the secret cannot be read or made
  public static AttributeFilter open(Path folder, List<AttributeRule> rules) throws IOException {
    AttributeFilter filter = new AttributeFilter(AttributeKey.of(folder));
    filter.rules(rules);
    return filter;
  }

  /// One that never changes anything.
  public static AttributeFilter none() {
    return new AttributeFilter(new byte[1]);
  }

  /// Puts other rules in force, for requests from now on.
  public void rules(List<AttributeRule> next) {
    rules = new AttributeRules(next);
  }

  /// What was done since the process started, by key; keys of earlier policies included.
  public List<AttributeCount> counts() {
    return counts.entrySet().stream()
        .map(each ->
            new AttributeCount(each.getKey().key, each.getKey().action, each.getValue().sum()))
        .sorted(Comparator.comparing(AttributeCount::key).thenComparing(AttributeCount::action))
        .toList();
  }

  /// What a request and its spans become.
  ///
  /// @param request what is journalled
  /// @param result of decoding it; where the edited request is refused as a whole, Undecodable
  record Filtered(IngestRequest request, DecodeResult result) {}

  /// Applies the rules.
  ///
  /// @param decoder whose batch the decoded spans are; it is used again
  Filtered apply(
      IngestRequest request, DecodeResult.Decoded decoded, RequestDecoder decoder, long now) {
    AttributeRules current = rules;
    if (current.isEmpty() || decoded.batch().count == 0) {
      return new Filtered(request, decoded);
    }
    byte[] edited = editing.get().edit(current, decoded.batch());
    if (edited == null) {
      return new Filtered(request, decoded);
    }
    IngestRequest next =
        new IngestRequest(
            BodyFormat.OTLP_PROTOBUF, BodyEncoding.IDENTITY, edited, 0, edited.length);
    DecodeResult again =
        decoder.decode(next.format(), next.encoding(), edited, 0, edited.length, now);
    return new Filtered(
        next, again instanceof DecodeResult.Decoded both ? withRefused(both, decoded) : again);
  }

  /// Spans that were refused the first time are not in the edited request.
  private static DecodeResult withRefused(DecodeResult.Decoded second, DecodeResult.Decoded first) {
    Map<RefusalReason, Long> refused = new HashMap<>(first.refused());
    second.refused().forEach((reason, count) -> refused.merge(reason, count, Long::sum));
    String message =
        first.message().isEmpty() || second.message().isEmpty()
            ? first.message() + second.message()
            : first.message() + "; " + second.message();
    return new DecodeResult.Decoded(second.batch(), refused, message);
  }

  /// One thread's.
  private final class Editing implements AttributeEditor.Rules {

    private final AttributeEditor editor = new AttributeEditor(this);
    private final ValueMask mask = new ValueMask(key);
    private AttributeRules current = AttributeRules.NONE;
    private List<String> services = List.of();
    private boolean counting;

    byte @Nullable [] edit(AttributeRules rulesNow, SpanBatch batch) {
      current = rulesNow;
      services = rulesNow.services(batch);
      counting = false;
      if (!editor.touches(batch)) {
        return null;
      }
      counting = true;
      return editor.edit(batch);
    }

    @Override
    public AttributeEditor.Fate fate(
        int resource, AttributeEditor.Place place, byte[] bytes, int keyOffset, int keyLength) {
      AttributeRule rule = current.find(services, resource, place, bytes, keyOffset, keyLength);
      if (rule == null) {
        return AttributeEditor.Fate.KEEP;
      }
      if (counting) {
        counts
            .computeIfAbsent(new CountKey(rule.key(), rule.action()), _ -> new LongAdder())
            .increment();
      }
      return AttributeRules.fate(rule);
    }

    @Override
    public void replace(byte[] bytes, int valueOffset, int valueLength, ProtoWriter out) {
      mask.replace(bytes, valueOffset, valueLength, out);
    }
  }
}
