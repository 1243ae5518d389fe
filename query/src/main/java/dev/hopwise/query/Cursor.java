package dev.hopwise.query;

import dev.hopwise.model.TraceId;
import dev.hopwise.store.SearchRequest.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Where a search goes on.
///
/// ```
/// 8  first bytes of SHA-256 over query text and range: a cursor of another search is refused
/// 24 answered: start (8), trace id (16); traces at or before this place were told already
/// 24 after: the store is asked for traces behind this place
/// ```
///
/// A place of the trace id 0, which no trace has, stands for "none". The two differ where the store
/// cannot answer the query exactly: a trace comes up by its newest candidate, but is told by its
/// newest match.
record Cursor(@Nullable Place answered, @Nullable Place after) {

  static final Cursor START = new Cursor(null, null);

  private static final int HASH_BYTES = 8;
  private static final int BYTES = HASH_BYTES + 2 * 24;

  static Cursor parse(@Nullable String text, SearchQuestion question) {
    if (text == null) {
      return START;
    }
    byte[] bytes = decode(text);
    if (bytes.length != BYTES) {
      throw new QueryRefusedException.BadCursor("the cursor is none that was handed out here");
    }
    if (!Arrays.equals(bytes, 0, HASH_BYTES, hash(question), 0, HASH_BYTES)) {
      throw new QueryRefusedException.BadCursor(
          "the cursor belongs to another query, or another range of time");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, HASH_BYTES, BYTES - HASH_BYTES);
    return new Cursor(place(in), place(in));
  }

  String text(SearchQuestion question) {
    ByteBuffer out = ByteBuffer.allocate(BYTES).put(hash(question), 0, HASH_BYTES);
    put(out, answered);
    put(out, after);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  private static @Nullable Place place(ByteBuffer in) {
    long start = in.getLong();
    TraceId id = new TraceId(in.getLong(), in.getLong());
    return id.isValid() ? new Place(start, id) : null;
  }

  private static void put(ByteBuffer out, @Nullable Place place) {
    TraceId id = place == null ? new TraceId(0, 0) : place.traceId();
    out.putLong(place == null ? 0 : place.newestStartEpochNanos());
    out.putLong(id.high()).putLong(id.low());
  }

  private static byte[] hash(SearchQuestion question) {
    String search =
        question.query()
            + "\n"
            + question.range().fromEpochNanos()
            + "\n"
            + question.range().toEpochNanos();
    try {
      return MessageDigest.getInstance("SHA-256").digest(search.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
