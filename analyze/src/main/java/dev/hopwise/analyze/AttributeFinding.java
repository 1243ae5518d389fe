package dev.hopwise.analyze;

import dev.hopwise.model.TraceId;
import java.util.List;
import java.util.Locale;

/// A value that the selected traces have clearly more or less often than the rest.
///
/// @param spanName of the spans where it is clearest; empty for what a resource says
/// @param services all that show it, the clearest first
/// @param scope `span`, `resource` or `event`
/// @param flag the feature flag that the key is about, else empty
/// @param value as text; `200..500` is a range of a number with many values
/// @param selectedShare of the spans that could have it, in the mean over traces, with the same
///   weights of endpoints on both sides
/// @param score selectedShare − restShare with its 95 % interval; negative for what is
///   under-represented
/// @param evidence selected traces with the value, or others where no selected one has it
public record AttributeFinding(
    Kind kind,
    String spanName,
    List<String> services,
    String scope,
    String key,
    String flag,
    String value,
    double selectedShare,
    double restShare,
    double score,
    double low,
    double high,
    List<TraceId> evidence) {

  public AttributeFinding {
    services = List.copyOf(services);
    evidence = List.copyOf(evidence);
  }

  /// What the key is about; people ask for the first ones first.
  public enum Kind {
    TENANT,
    VERSION,
    HOST,
    FLAG,
    ERROR,
    OTHER;

    /// As the API spells it.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The end of the interval that is nearer to no difference.
  double surelyDiffers() {
    return score > 0 ? low : -high;
  }

  AttributeFinding withServices(List<String> all) {
    return new AttributeFinding(
        kind,
        spanName,
        all,
        scope,
        key,
        flag,
        value,
        selectedShare,
        restShare,
        score,
        low,
        high,
        evidence);
  }
}
