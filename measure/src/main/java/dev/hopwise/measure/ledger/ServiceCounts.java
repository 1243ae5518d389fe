package dev.hopwise.measure.ledger;

/// What is counted of one service beside its keys. Not thread-safe.
final class ServiceCounts {

  final int number;

  /// All of its spans, exactly, and the bytes of them and of its resources and scopes.
  final KeyCounts totals;

  final InspectionRate spans;
  final InspectionRate resources;

  /// How many keys it has, overflow keys left out.
  int keys;

  ServiceCounts(int number) {
    this.number = number;
    totals = new KeyCounts();
    spans = new InspectionRate();
    resources = new InspectionRate();
  }

  /// The same under another number, without its keys.
  ServiceCounts(int number, ServiceCounts same) {
    this.number = number;
    totals = same.totals;
    spans = same.spans;
    resources = same.resources;
  }

  void turn(boolean follows, int target) {
    spans.turn(follows, target);
    resources.turn(follows, InspectionRate.TARGET_MIN);
  }
}
