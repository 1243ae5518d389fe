package dev.hopwise.measure.ledger;

import dev.hopwise.measure.MeasureLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What stands out about a key, and what to do about it.
///
/// @param flags why it stands out; empty where it does not
/// @param reason in words
public record KeyAdvice(List<Flag> flags, Action action, ValueShape shape, String reason) {

  /// Why a key stands out.
  public enum Flag {
    /// Its values are as many as its spans, or soon will be.
    CARDINALITY,
    /// It takes a large part of its service's bytes.
    BYTES,
    /// The service has more keys than are counted one by one.
    KEYS;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What to do.
  public enum Action {
    KEEP,
    DROP,
    HASH,
    /// Put a place holder where the id stands, at the sender.
    TEMPLATE;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How values begin that an ingest rule has hashed.
  public static final String HASHED = "h:";

  /// From so many new values in two minutes on they may explode; where they look like ids, fewer
  /// tell.
  private static final int FRESH_MIN = 100;

  private static final int FRESH_IDS_MIN = 30;

  /// So many different values in the hours asked for are many.
  private static final int DISTINCT_MIN = 500;

  /// The share of values that are new from which on they are as many as spans, more or less.
  private static final double NEW_SHARE_MIN = 0.05;

  private static final double BYTE_SHARE_MIN = 0.2;
  private static final int LARGE_BYTES_MIN = 100;

  private static final Set<String> NEEDED =
      Set.of(
          "service.name",
          "http.route",
          "error.type",
          "peer.service",
          "server.address",
          "db.system.name",
          "db.namespace",
          "messaging.destination.name");

  private static final Pattern SENSITIVE =
      Pattern.compile(
          "(^|[._-])(password|passwd|secret|token|authorization|cookie|api[_-]?key|e?mail|ssn"
              + "|credit[_-]?card|card[_-]?number)($|[._-])",
          Pattern.CASE_INSENSITIVE);

  public KeyAdvice {
    flags = List.copyOf(flags);
  }

  /// What follows from the figures.
  ///
  /// @param queried whether any query used it, as far as is known
  public static KeyAdvice of(KeyReading key, boolean queried) {
    ValueShape shape = ValueShape.of(key.example());
    List<Flag> flags = flags(key, shape);
    return advise(key, flags, shape, queried);
  }

  private static List<Flag> flags(KeyReading key, ValueShape shape) {
    List<Flag> flags = new ArrayList<>();
    if (key.key().equals(MeasureLimits.OTHER)) {
      flags.add(Flag.KEYS);
    } else if (explodes(key, shape)) {
      flags.add(Flag.CARDINALITY);
    }
    if (key.byteShare() >= BYTE_SHARE_MIN && key.bytes() >= LARGE_BYTES_MIN * key.spans()) {
      flags.add(Flag.BYTES);
    }
    return flags;
  }

  private static boolean explodes(KeyReading key, ValueShape shape) {
    boolean looksLikeIds = shape != ValueShape.TEXT && shape != ValueShape.UNKNOWN;
    int freshMin = looksLikeIds ? FRESH_IDS_MIN : FRESH_MIN;
    boolean now =
        key.freshValues() >= freshMin && key.freshValues() >= NEW_SHARE_MIN * key.freshInspected();
    boolean inRange =
        key.distinctInspected() >= DISTINCT_MIN && key.newValueShare() >= NEW_SHARE_MIN;
    return now || inRange;
  }

  private static KeyAdvice advise(
      KeyReading key, List<Flag> flags, ValueShape shape, boolean queried) {
    String facts = facts(key, flags, shape);
    if (flags.contains(Flag.KEYS)) {
      return new KeyAdvice(
          flags, Action.TEMPLATE, shape, facts + "keys are names: put what varies into a value");
    }
    if (key.example().text().startsWith(HASHED)) {
      return new KeyAdvice(flags, Action.KEEP, shape, facts + "it is hashed at ingest");
    }
    if (SENSITIVE.matcher(key.key()).find() || shape == ValueShape.EMAIL) {
      return new KeyAdvice(
          flags,
          Action.HASH,
          shape,
          facts
              + "it looks like something that nobody should read; hashed it can still be compared");
    }
    if (flags.contains(Flag.CARDINALITY)) {
      return exploding(key, flags, shape, queried, facts);
    }
    if (flags.contains(Flag.BYTES) && !queried && !NEEDED.contains(key.key())) {
      return new KeyAdvice(flags, Action.DROP, shape, facts + "no query is known to have used it");
    }
    return new KeyAdvice(
        flags,
        Action.KEEP,
        shape,
        flags.isEmpty() ? "nothing stands out" : facts + "queries use it");
  }

  private static KeyAdvice exploding(
      KeyReading key, List<Flag> flags, ValueShape shape, boolean queried, String facts) {
    if (key.scope() == LedgerScope.INTRINSIC) {
      return new KeyAdvice(
          flags,
          Action.TEMPLATE,
          shape,
          facts
              + "span names are what metrics are counted by: name it \""
              + ValueShape.template(key.example().text())
              + "\" and put the id into an attribute");
    }
    if (shape == ValueShape.TEXT_WITH_ID) {
      return new KeyAdvice(
          flags,
          Action.TEMPLATE,
          shape,
          facts + "such as \"" + ValueShape.template(key.example().text()) + "\" would be few");
    }
    if (queried || NEEDED.contains(key.key())) {
      return new KeyAdvice(
          flags, Action.KEEP, shape, facts + "but queries use it, so it may be worth its bytes");
    }
    return new KeyAdvice(flags, Action.DROP, shape, facts + "no query is known to have used it");
  }

  private static String facts(KeyReading key, List<Flag> flags, ValueShape shape) {
    StringBuilder text = new StringBuilder();
    if (flags.contains(Flag.KEYS)) {
      text.append("more keys than are counted one by one, about ")
          .append(key.distinct())
          .append(" of them; ");
    }
    if (flags.contains(Flag.CARDINALITY)) {
      text.append("about ").append(key.distinct()).append(" different ").append(shape.plural());
      if (key.freshInspected() > 0) {
        text.append(", in the last two minutes ")
            .append(key.freshValues())
            .append(" new ones among ")
            .append(key.freshInspected())
            .append(" inspected");
      }
      text.append("; ");
    }
    if (flags.contains(Flag.BYTES)) {
      text.append(
          String.format(Locale.ROOT, "%.0f %% of the service's bytes; ", 100 * key.byteShare()));
    }
    return text.toString();
  }
}
