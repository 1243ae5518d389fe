package dev.hopwise.server.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hopwise.measure.ledger.LedgerScope;
import dev.hopwise.model.Resource;
import dev.hopwise.query.FieldUse;
import dev.hopwise.store.Field;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// When each attribute key was last used by a query, over restarts: `{"version": 1,
/// "sinceEpochMillis": …, "keys": [{"scope": "span", "key": "http.route", "epochMillis": …}]}`.
///
/// Written by {@link #save} when something has changed. At most {@link #KEYS_MAX} keys are
/// remembered, those used last.
///
/// **Threads.** Any.
public final class QueriedKeys implements FieldUse {

  static final int KEYS_MAX = 5_000;
  private static final int KEY_LENGTH_MAX = 200;
  private static final int VERSION = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private record Key(LedgerScope scope, String key) {}

  private record SavedKey(String scope, String key, long epochMillis) {}

  private record Saved(int version, long sinceEpochMillis, List<SavedKey> keys) {}

  private final AtomicFile file;
  private final Clock clock;
  private final Map<Key, Long> lastEpochMillis = new HashMap<>();
  private long sinceEpochMillis;
  private boolean changed;

  QueriedKeys(AtomicFile file, Clock clock) throws IOException {
    this.file = file;
    this.clock = clock;
    sinceEpochMillis = clock.millis();
    load();
  }

  @Override
  public void used(Field field) {
    switch (field) {
      case Field.Intrinsic intrinsic -> usedIntrinsic(intrinsic);
      case Field.AttributeOf(Field.Scope scope, String key) -> {
        switch (scope) {
          case SPAN -> used(LedgerScope.SPAN, key);
          case RESOURCE -> used(LedgerScope.RESOURCE, key);
          case EVENT -> used(LedgerScope.EVENT, key);
          case LINK -> used(LedgerScope.LINK, key);
          case INSTRUMENTATION -> used(LedgerScope.INSTRUMENTATION, key);
          case ANY -> {
            used(LedgerScope.SPAN, key);
            used(LedgerScope.RESOURCE, key);
          }
        }
      }
    }
  }

  private void usedIntrinsic(Field.Intrinsic intrinsic) {
    switch (intrinsic) {
      case NAME -> used(LedgerScope.INTRINSIC, "name");
      case SERVICE -> used(LedgerScope.RESOURCE, Resource.SERVICE_NAME);
      case KIND,
          STATUS,
          STATUS_MESSAGE,
          DURATION,
          START,
          TRACE_ID,
          SPAN_ID,
          PARENT_ID,
          SCOPE_NAME,
          SCOPE_VERSION -> {}
    }
  }

  private synchronized void used(LedgerScope scope, String key) {
    if (key.length() > KEY_LENGTH_MAX) {
      return;
    }
    lastEpochMillis.put(new Key(scope, key), clock.millis());
    changed = true;
    if (lastEpochMillis.size() > KEYS_MAX) {
      lastEpochMillis.entrySet().stream()
          .min(Map.Entry.comparingByValue())
          .ifPresent(oldest -> lastEpochMillis.remove(oldest.getKey()));
    }
  }

  /// When it was last used, or null when that is not known.
  public synchronized @Nullable Instant last(LedgerScope scope, String key) {
    Long millis = lastEpochMillis.get(new Key(scope, key));
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  /// Since when uses are remembered.
  public synchronized Instant since() {
    return Instant.ofEpochMilli(sinceEpochMillis);
  }

  /// Writes it down when something has changed.
  void save() throws IOException {
    byte[] content;
    synchronized (this) {
      if (!changed) {
        return;
      }
      changed = false;
      List<SavedKey> keys = new ArrayList<>();
      lastEpochMillis.forEach(
          (key, millis) -> keys.add(new SavedKey(key.scope.name(), key.key, millis)));
      keys.sort(Comparator.comparing(SavedKey::scope).thenComparing(SavedKey::key));
      content = MAPPER.writeValueAsBytes(new Saved(VERSION, sinceEpochMillis, keys));
    }
    file.save(content);
  }

  private void load() throws IOException {
    byte[] content = file.load();
    if (content == null) {
      changed = true;
      return;
    }
    try {
      Saved saved = MAPPER.readValue(content, Saved.class);
      if (saved.version != VERSION) {
        throw new IllegalArgumentException("version " + saved.version + ", known is " + VERSION);
      }
      for (SavedKey key : saved.keys) {
        lastEpochMillis.put(new Key(LedgerScope.valueOf(key.scope), key.key), key.epochMillis);
      }
      sinceEpochMillis = saved.sinceEpochMillis;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      lastEpochMillis.clear();
      changed = true;
      file.putAside("what queries used", e);
    }
  }
}
