package dev.hopwise.measure.ledger;

/// How much is counted at most. What does not fit is counted under {@link
/// dev.hopwise.measure.MeasureLimits#OTHER} and shown, never dropped.
///
/// @param servicesMax further services are counted as one
/// @param serviceKeysMax keys of one service, all scopes together; further ones are counted as one
///   per scope
/// @param keysMax keys of all services; at most {@code servicesMax} overflow keys come on top
/// @param keyBytesMax longer keys and service names are cut
/// @param inspectedPerMinute about so many spans a minute are inspected, shared by the services,
///   each of which gets at least {@link InspectionRate#TARGET_MIN}
public record LedgerLimits(
    int servicesMax, int serviceKeysMax, int keysMax, int keyBytesMax, int inspectedPerMinute) {

  /// A key takes at most 7 KiB ({@link KeyCounts}), so 39 MB where every limit is reached and every
  /// key explodes; about 3 KiB where its values are few.
  public static final LedgerLimits DEFAULT = new LedgerLimits(500, 200, 5_000, 160, 30_000);

  public LedgerLimits {
    if (Math.min(Math.min(servicesMax, serviceKeysMax), Math.min(keysMax, keyBytesMax)) < 1
        || inspectedPerMinute < 1) {
      throw new IllegalArgumentException("a limit is less than 1");
    }
  }
}
